package import SuperposeJSON

/// New content for every output shown under one display id.
///
/// Source: https://jupyter-client.readthedocs.io/en/latest/messaging.html#update-display-data
package struct UpdateDisplayData: MessageContent {
  package static let messageType = "update_display_data"
  package var data: JSONObject
  package var metadata: JSONObject
  package var transient: Transient

  package init(data: JSONObject, metadata: JSONObject = [:], displayID: String) {
    self.data = data
    self.metadata = metadata
    transient = Transient(displayID: displayID)
  }

  enum CodingKeys: String, CodingKey {
    case data, metadata, transient
  }
}
