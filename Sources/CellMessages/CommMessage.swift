public import SuperposeJSON

/// One comm message, in either direction.
///
/// Source: https://jupyter-client.readthedocs.io/en/latest/messaging.html#custom-messages
public struct CommMessage: Sendable, Equatable, Codable {
  public enum Kind: Sendable, Equatable, Codable {
    case open(targetName: String)
    case message
    case close
  }

  public var kind: Kind
  /// The comm's id; for widgets also the model's id.
  public var commID: String
  public var data: JSONObject
  /// The message's metadata, such as a widget's protocol version.
  public var metadata: JSONObject
  /// Bytes that are sent in buffers next to the JSON, and so are not part of the encoded form.
  public var buffers: [[UInt8]] = []

  private enum CodingKeys: String, CodingKey {
    case kind, commID, data, metadata
  }

  public init(
    _ kind: Kind, commID: String, data: JSONObject = [:], metadata: JSONObject = [:],
    buffers: [[UInt8]] = []
  ) {
    self.kind = kind
    self.commID = commID
    self.data = data
    self.metadata = metadata
    self.buffers = buffers
  }
}
