public import SuperposeJSON

/// A MIME bundle in the form in which it travels.
public struct MIMEData: Sendable, Equatable, Codable {
  public var data: JSONObject
  public var metadata: JSONObject

  public init(data: JSONObject, metadata: JSONObject = [:]) {
    self.data = data
    self.metadata = metadata
  }
}
