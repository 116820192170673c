internal import Foundation
package import SuperposeCellMessages
internal import SuperposeJSON

extension MIMEData {
  /// The bundle as it travels: binary as base64, JSON as JSON.
  package init(_ bundle: MIMEBundle) {
    let data = bundle.data.map { type, content in (type.rawValue, JSONValue(content)) }
    let metadata = bundle.metadata.map { type, hints in (type.rawValue, JSONValue.object(hints)) }
    self.init(
      data: JSONObject(data) { first, _ in first },
      metadata: JSONObject(metadata) { first, _ in first })
  }
}

extension JSONValue {
  fileprivate init(_ content: MIMEContent) {
    switch content {
    case .text(let text): self = .string(text)
    case .binary(let bytes): self = .string(Base64.text(bytes))
    case .json(let value): self = value
    }
  }
}
