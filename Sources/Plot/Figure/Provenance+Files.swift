internal import Foundation
internal import SuperposeCellMessages
internal import SuperposeDisplay
internal import SuperposeJSON

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

  /// The longest provenance that is read, in bytes of JSON.
  private static let sizeLimit = 4 << 20

  /// The provenance in an SVG, PNG or PDF file that Superpose saved.
  ///
  /// - Throws: `PlotError.file` when the file cannot be read, or its provenance is damaged or longer than
  ///   4 MiB; `PlotError.noProvenance` when it holds none.
  public static func read(from path: String) throws -> Provenance {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw PlotError.file(path: path, reason: "could not be read (\(error.systemReason))")
    }
    guard let json = json(in: [UInt8](data)) else { throw PlotError.noProvenance(path: path) }
    guard json.count <= sizeLimit else {
      throw PlotError.file(
        path: path, reason: "its provenance takes \(json.count) bytes; at most \(sizeLimit) are read")
    }
    do {
      return try JSONReader.decode(Provenance.self, from: json)
    } catch {
      throw PlotError.file(path: path, reason: "its provenance is malformed (\(error))")
    }
  }

  /// The JSON inside the bytes of a file, whatever its format.
  static func json(in bytes: [UInt8]) -> [UInt8]? {
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
      return PNGText.text(keyword: keyword, in: bytes).map { Array($0.utf8) }
    }
    return bytes.starts(with: Array("%PDF".utf8)) ? pdfJSON(bytes) : svgJSON(bytes)
  }

  /// The form for the keywords of a PDF: base64, so that nothing needs an escape.
  func pdfKeywords() throws -> String { Self.pdfKeywords(json: Array(try json.utf8)) }

  static func pdfKeywords(json: [UInt8]) -> String { "\(keyword):\(Base64.text(json))" }

  private static func svgJSON(_ bytes: [UInt8]) -> [UInt8]? {
    bytes.firstPart(between: "<metadata>", and: "</metadata>").map(XMLText.unescaped)
  }

  private static func pdfJSON(_ bytes: [UInt8]) -> [UInt8]? {
    guard let encoded = bytes.firstPart(between: "(\(keyword):", and: ")") else { return nil }
    return Base64.bytes(String(decoding: encoded, as: UTF8.self))
  }
}

extension [UInt8] {
  /// What stands between the first `opening` and the next `closing`; `nil` when one is missing.
  func firstPart(between opening: String, and closing: String) -> ArraySlice<UInt8>? {
    guard let start = range(of: Array(opening.utf8), from: 0),
      let end = range(of: Array(closing.utf8), from: start.upperBound)
    else { return nil }
    return self[start.upperBound..<end.lowerBound]
  }

  private func range(of words: [UInt8], from start: Int) -> Range<Int>? {
    var position = start
    while position + words.count <= count {
      if self[position] == words[0], self[position..<position + words.count].elementsEqual(words) {
        return position..<position + words.count
      }
      position += 1
    }
    return nil
  }
}
