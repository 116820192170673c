package import SuperposeJSON

/// An output to show.
///
/// Source: https://jupyter-client.readthedocs.io/en/latest/messaging.html#display-data
package struct DisplayData: MessageContent {
  package static let messageType = "display_data"
  package var data: JSONObject
  package var metadata: JSONObject
  package var transient: Transient

  package init(data: JSONObject, metadata: JSONObject = [:], transient: Transient = Transient()) {
    self.data = data
    self.metadata = metadata
    self.transient = transient
  }

  enum CodingKeys: String, CodingKey {
    case data, metadata, transient
  }
}

/// Data of an output that are valid only while the kernel runs.
package struct Transient: Codable, Equatable, Sendable {
  /// The id with which the output can be updated.
  package var displayID: String?

  package init(displayID: String? = nil) { self.displayID = displayID }

  enum CodingKeys: String, CodingKey {
    case displayID = "display_id"
  }
}
