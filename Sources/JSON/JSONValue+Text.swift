internal import Foundation

extension JSONValue: CustomStringConvertible {
  /// The value as JSON on one line, with sorted keys.
  public var description: String { text() }

  /// The value as JSON, with sorted keys. Numbers that JSON does not have become `null`.
  package func text(isPretty: Bool = false) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
    do { return String(decoding: try encoder.encode(self), as: UTF8.self) } catch {
      preconditionFailure("a JSON value has no JSON: \(error)")
    }
  }
}
