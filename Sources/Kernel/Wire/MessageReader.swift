package import SuperposeJSON
import Synchronization

/// The content of a message before its type is read, as JSON text. It is parsed when it is asked for,
/// so that a message whose content cannot be parsed is still one that can be answered.
package struct RawContent: Equatable, Sendable {
  package let bytes: [UInt8]
  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  package var object: JSONObject {
    get throws(WireError) { try parse(JSONObject.self, .content, from: bytes) }
  }
}

/// Turns frames into messages, and lets no message through twice or unsigned. Messages of several
/// channels can be read at the same time: none waits while another is decoded.
package final class MessageReader: Sendable {
  private let key: MessageKey
  private let replays: Mutex<ReplayGuard>

  package init(key: MessageKey, replays: ReplayGuard = ReplayGuard()) {
    self.key = key
    self.replays = Mutex(replays)
  }

  package func read(_ frames: [[UInt8]]) throws(WireError) -> Message<RawContent> {
    let frames = try Frames(frames)
    try check(frames)
    return Message(
      identities: frames.identities,
      header: try parse(Header.self, .header, from: frames.signed[0]),
      ownHeader: try parse(ParentHeader.self, .header, from: frames.signed[0]),
      parentHeader: try parse(ParentHeader.self, .parentHeader, from: frames.signed[1]),
      metadata: try parse(ParentHeader.self, .metadata, from: frames.signed[2]).members,
      content: RawContent(frames.signed[3]),
      buffers: frames.buffers)
  }

  private func check(_ frames: Frames) throws(WireError) {
    guard !key.isEmpty else { return }
    guard !frames.signature.isEmpty else { throw .unsigned }
    guard key.verifies(frames.signature, of: frames.signed) else { throw .wrongSignature }
    guard replays.withLock({ $0.admits(frames.signature) }) else { throw .replayed }
  }
}

extension Message<RawContent> {
  /// The message with its content decoded as `Known`.
  package func read<Known: MessageContent>(
    as type: Known.Type = Known.self
  ) throws(WireError) -> Message<Known> {
    with(content: try parse(type, .content, from: content.bytes))
  }
}

private func parse<Value: Decodable>(
  _ type: Value.Type, _ part: WireError.Part, from bytes: [UInt8]
) throws(WireError) -> Value {
  do {
    return try JSONReader.decode(type, from: bytes)
  } catch {
    throw .malformed(part: part, reason: sentence(about: error))
  }
}

/// A decoding error without its nesting.
private func sentence(about error: any Error) -> String {
  switch error {
  case DecodingError.keyNotFound(let key, _): "\(key.stringValue) is missing"
  case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
    (context.codingPath.last.map { "\($0.stringValue): " } ?? "") + context.debugDescription
  case DecodingError.dataCorrupted(let context): context.debugDescription
  case let error as JSONError: error.description
  default: String(describing: error)
  }
}
