internal import Foundation

/// Bytes as text.
enum Base64 {
  static func text(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

  static func bytes(_ text: String) -> [UInt8]? { Data(base64Encoded: text).map { [UInt8]($0) } }

  static func dataURI(png: [UInt8]) -> String { "data:image/png;base64,\(text(png))" }
}
