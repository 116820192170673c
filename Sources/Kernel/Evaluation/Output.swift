public import SuperposeJSON

/// Something a submission shows while it runs.
public enum Output: Sendable, Equatable, Codable {
  case stream(StreamName, String)
  case display(MIMEData, displayID: String?)
  case updateDisplay(MIMEData, displayID: String)
  /// Clears what was shown; with `wait`, at the next output.
  case clear(wait: Bool)
  /// The value of the submission's last expression.
  case result(MIMEData)
  case comm(CommMessage)
}

public enum StreamName: String, Sendable, Codable {
  case stdout
  case stderr
}

/// Why a comm message was not taken.
public struct CommRefusal: Error, Sendable, Equatable, CustomStringConvertible {
  public var description: String
  public init(_ description: String) { self.description = description }
}

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
  public var commID: String
  public var data: JSONObject
  /// The message's own metadata, such as a widget's protocol version.
  public var metadata: JSONObject
  /// Bytes that travel beside the JSON, and so are no part of the encoded form.
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
