internal import Foundation
internal import SuperposeCellMessages

/// A length on paper or on screen.
public enum Length: Sendable, Hashable {
  case pixels(Double)
  /// 25.4 millimetres are 96 pixels.
  case millimetres(Double)
  /// An inch is 96 pixels.
  case inches(Double)

  /// In pixels of 1/96 inch.
  var pixels: Double {
    switch self {
    case .pixels(let value): value
    case .millimetres(let value): value * 96 / 25.4
    case .inches(let value): value * 96
    }
  }
}

extension Figure {
  /// Writes the figure to `path` in the format of its extension: `.svg`, `.png`, `.pdf`.
  ///
  /// The figure is laid out again for the requested size; text keeps its size, and panels that do not fit
  /// in one row continue in the next. If only one of `width` and `height` is given, the drawing keeps its
  /// proportions. `dpi` is the resolution of a
  /// PNG in pixels per inch. Default: 192, twice the screen's resolution. Missing directories are
  /// not created.
  public func save(
    _ path: String, width: Length? = nil, height: Length? = nil, dpi: Double = 192
  ) throws {
    let size = pageSize(width: width, height: height)
    let bytes: [UInt8]
    switch path.split(separator: ".").last?.lowercased() {
    case "svg": bytes = Array(try svg(size: size).utf8)
    case "png": bytes = try png(size: size, scale: dpi / 96)
    case "pdf": bytes = try pdf(size: size)
    default: throw PlotError.unknownFormat(path: path)
    }
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw PlotError.file(
        path: path, reason: "could not be written (\(error.systemReason))")
    }
  }

  private func pageSize(width: Length?, height: Length?) -> Size? {
    let own = preferredSize
    switch (width?.pixels, height?.pixels) {
    case (nil, nil): return nil
    case (let width?, nil): return self.size(width: width)
    case (nil, let height?): return Size(own.width * height / own.height, height)
    case (let width?, let height?): return Size(width, height)
    }
  }
}
