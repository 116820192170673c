package import SuperposeJSON

/// Closes a comm, in either direction.
///
/// Source: https://jupyter-client.readthedocs.io/en/latest/messaging.html#tearing-down-comms
package struct CommClose: MessageContent {
  package static let messageType = "comm_close"
  package var commID: String
  package var data: JSONObject

  package init(commID: String, data: JSONObject = [:]) {
    self.commID = commID
    self.data = data
  }

  enum CodingKeys: String, CodingKey {
    case commID = "comm_id"
    case data
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    commID = try container.decode(String.self, forKey: .commID)
    data = try container.decode(JSONObject.self, forKey: .data, or: [:])
  }
}
