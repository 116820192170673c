package import SuperposeJSON

/// Opens a comm, in either direction.
///
/// Source: https://jupyter-client.readthedocs.io/en/latest/messaging.html#opening-a-comm
package struct CommOpen: MessageContent {
  package static let messageType = "comm_open"
  package var commID: String
  package var targetName: String
  package var data: JSONObject

  package init(commID: String, targetName: String, data: JSONObject = [:]) {
    self.commID = commID
    self.targetName = targetName
    self.data = data
  }

  enum CodingKeys: String, CodingKey {
    case commID = "comm_id"
    case targetName = "target_name"
    case data
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    commID = try container.decode(String.self, forKey: .commID)
    targetName = try container.decode(String.self, forKey: .targetName)
    data = try container.decode(JSONObject.self, forKey: .data, or: [:])
  }
}
