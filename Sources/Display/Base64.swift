internal import Foundation

/// Bytes as text.
package enum Base64 {
  package static func text(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

  package static func bytes(_ text: String) -> [UInt8]? { Data(base64Encoded: text).map { [UInt8]($0) } }

  package static func dataURI(svg: String) -> String {
    "data:image/svg+xml;base64,\(text(Array(svg.utf8)))"
  }

  package static func dataURI(png: [UInt8]) -> String { "data:image/png;base64,\(text(png))" }
}
