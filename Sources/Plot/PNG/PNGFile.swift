internal import CSuperposeRSVG

/// Converts pixels to PNG bytes, and handles the text in PNG files.
enum PNGFile {
  /// `bitmap` as a PNG; `nil` if it has no pixels.
  static func encoded(_ bitmap: Bitmap) -> [UInt8]? {
    guard bitmap.width > 0, bitmap.height > 0,
      bitmap.bytes.count == bitmap.width * bitmap.height * 4
    else { return nil }
    var pixels = premultiplied(bitmap)
    let argb32: Int32 = 0
    let rgb24: Int32 = 1
    let format = bitmap.isOpaque ? rgb24 : argb32
    return pixels.withUnsafeMutableBytes { raw -> [UInt8]? in
      guard let base = raw.bindMemory(to: UInt8.self).baseAddress,
        let surface = cairo_image_surface_create_for_data(
          base, format, Int32(bitmap.width), Int32(bitmap.height), Int32(bitmap.width * 4))
      else { return nil }
      defer { cairo_surface_destroy(surface) }
      return try? written(from: surface)
    }
  }

  static func written(from surface: OpaquePointer) throws(PlotError) -> [UInt8] {
    let sink = ByteSink()
    let status = cairo_surface_write_to_png_stream(
      surface, ByteSink.write, Unmanaged.passUnretained(sink).toOpaque())
    guard status == 0 else { throw .rendering("cairo could not write PNG (status \(status))") }
    return sink.bytes
  }

  static func bitmap(from surface: OpaquePointer) throws(PlotError) -> Bitmap {
    cairo_surface_flush(surface)
    guard let data = cairo_image_surface_get_data(surface) else {
      throw .rendering("cairo returned no pixels")
    }
    let width = Int(cairo_image_surface_get_width(surface))
    let height = Int(cairo_image_surface_get_height(surface))
    let stride = Int(cairo_image_surface_get_stride(surface))
    var bytes: [UInt8] = []
    bytes.reserveCapacity(width * height * 4)
    for y in 0..<height {
      for x in 0..<width {
        let p = data + y * stride + x * 4
        let alpha = Int(p[3])
        // Little-endian ARGB: blue first; colours are multiplied by alpha.
        for channel in [2, 1, 0] {
          bytes.append(
            alpha == 0 ? 0 : UInt8(min((Int(p[channel]) * 255 + alpha / 2) / alpha, 255)))
        }
        bytes.append(UInt8(alpha))
      }
    }
    return Bitmap(width: width, height: height, bytes: bytes)
  }

  private static func premultiplied(_ bitmap: Bitmap) -> [UInt32] {
    (0..<bitmap.width * bitmap.height).map { index in
      let p = index * 4
      let alpha = UInt32(bitmap.bytes[p + 3])
      func part(_ offset: Int) -> UInt32 { (UInt32(bitmap.bytes[p + offset]) * alpha + 127) / 255 }
      return alpha << 24 | part(0) << 16 | part(1) << 8 | part(2)
    }
  }
}

extension Bitmap {
  fileprivate var isOpaque: Bool {
    stride(from: 3, to: bytes.count, by: 4).allSatisfy { bytes[$0] == 255 }
  }
}
