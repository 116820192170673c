internal import Foundation
internal import SuperposeCellMessages
internal import SuperposeJSON

/// Results that the repository keeps in a file: JSON with sorted keys, the same bytes for equal results.
public protocol ResultsFile: Codable {}

extension ResultsFile {
  /// - Throws: `FigureFileError` if the file does not exist or has other contents.
  public init(contentsOf path: String) throws {
    do {
      self = try JSONReader.decode(Self.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw FigureFileError.unreadable(path: path, reason: error.systemReason)
    }
  }

  /// Writes the file; a reader finds the old contents or the new ones.
  public func write(to path: String) throws {
    try Data((resultsText(of: self) + "\n").utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
  }
}

/// The text of a value in a results file.
func resultsText(of value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
  return String(decoding: try encoder.encode(value), as: UTF8.self)
}
