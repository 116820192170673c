import FoundationEssentials

/// Converts messages to signed frames.
package struct MessageWriter: Sendable {
  private let key: MessageKey

  package init(key: MessageKey) { self.key = key }

  /// The frames of `draft` with `header`. They are encoded once, and the same bytes are signed and
  /// sent.
  package func frames<Content>(
    of draft: Draft<Content>, header: Header
  ) throws -> [[UInt8]] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let signed = [
      Array(try encoder.encode(header)),
      Array(try encoder.encode(draft.parentHeader)),
      Array(try encoder.encode(draft.metadata)),
      Array(try encoder.encode(draft.content)),
    ]
    return Frames(
      identities: draft.identities, signature: key.signature(of: signed), signed: signed,
      buffers: draft.buffers
    ).all
  }
}
