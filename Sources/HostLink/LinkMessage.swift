/// What a ``Link`` carries: JSON, with buffers of bytes beside it.
public protocol LinkMessage: Codable, Sendable {
  /// The bytes that are no part of the JSON; none for most messages.
  var buffers: [[UInt8]] { get set }
}
