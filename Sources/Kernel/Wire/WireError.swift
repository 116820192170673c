/// The reason why a message could not be read.
package enum WireError: Error, Equatable, Sendable {
  /// No `<IDS|MSG>` frame.
  case missingDelimiter(frames: Int)
  /// Fewer than a signature and four JSON frames after the delimiter.
  case tooFewFrames(found: Int)
  /// A key is set and the signature frame is empty.
  case unsigned
  /// The signature does not match the bytes.
  case wrongSignature
  /// The same signed message was received before.
  case replayed
  /// A part is not valid JSON of the expected shape.
  case malformed(part: Part, reason: String)
  /// The connection file asks for an unsupported signature scheme.
  case unknownSignatureScheme(String)

  /// A JSON frame of a message.
  package enum Part: String, Sendable {
    case header
    case parentHeader = "parent_header"
    case metadata, content
  }
}

extension WireError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missingDelimiter(let frames):
      "expected a frame <IDS|MSG>, found none in \(frames) frames"
    case .tooFewFrames(let found):
      "expected a signature and 4 JSON frames after <IDS|MSG>, found \(found) frames"
    case .unsigned: "expected a signature, found an empty frame"
    case .wrongSignature: "the signature does not match the message"
    case .replayed: "the same signed message was received before"
    case .malformed(let part, let reason): "malformed \(part.rawValue): \(reason)"
    case .unknownSignatureScheme(let scheme):
      "expected signature scheme hmac-sha256, found \(scheme)"
    }
  }
}
