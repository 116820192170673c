public import SuperposeJSON

/// A MIME bundle in message format.
public struct MIMEData: Sendable, Equatable, Codable {
  public var data: JSONObject
  public var metadata: JSONObject

  public init(data: JSONObject, metadata: JSONObject = [:]) {
    self.data = data
    self.metadata = metadata
  }
}
