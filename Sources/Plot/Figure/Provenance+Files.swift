internal import Foundation
internal import SuperposeDisplay

extension Provenance {
  /// The key of the provenance in PNG chunks and PDF keywords.
  static let keyword = "superpose"

  /// One line of JSON with sorted keys: equal values have equal text.
  public var json: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
  }

  /// The provenance in an SVG, PNG or PDF file that Superpose saved. Throws `PlotError.file` when
  /// the file cannot be read, `PlotError.noProvenance` if it has none.
  public static func read(from path: String) throws -> Provenance {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw PlotError.file(path: path, reason: "could not be read (\(error.localizedDescription))")
    }
    guard let json = text(in: [UInt8](data)) else { throw PlotError.noProvenance(path: path) }
    do {
      return try JSONDecoder().decode(Provenance.self, from: Data(json.utf8))
    } catch {
      throw PlotError.file(path: path, reason: "its provenance is malformed (\(error))")
    }
  }

  /// The JSON inside the bytes of a file, whatever its format.
  static func text(in bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
      return PNGText.text(keyword: keyword, in: bytes)
    }
    let text = String(decoding: bytes, as: UTF8.self)
    return bytes.starts(with: Array("%PDF".utf8)) ? pdfText(text) : svgText(text)
  }

  /// The form for the keywords of a PDF: base64, so that nothing needs an escape.
  func pdfKeywords() throws -> String { "\(Self.keyword):\(Base64.text(Array(try json.utf8)))" }

  private static func svgText(_ text: String) -> String? {
    guard let start = text.range(of: "<metadata>"),
      let end = text.range(of: "</metadata>", range: start.upperBound..<text.endIndex)
    else { return nil }
    return XMLText.unescaped(String(text[start.upperBound..<end.lowerBound]))
  }

  private static func pdfText(_ text: String) -> String? {
    guard let start = text.range(of: "(\(keyword):") else { return nil }
    let encoded = text[start.upperBound...].prefix { $0 != ")" }
    return Base64.bytes(String(encoded)).map { String(decoding: $0, as: UTF8.self) }
  }
}
