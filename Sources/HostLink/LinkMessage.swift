/// A message of a ``Link``: JSON and binary buffers.
public protocol LinkMessage: Codable, Sendable {
  /// The binary buffers; most messages have none.
  var buffers: [[UInt8]] { get set }
}
