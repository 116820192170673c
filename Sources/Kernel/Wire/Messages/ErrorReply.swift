/// The reply to a request whose content could not be read.
///
/// Its type on the wire is that of the request's own reply, so that the client does not wait
/// forever.
package struct ErrorReply: MessageContent {
  package static let messageType = "error_reply"
  package var details: ErrorDetails

  package init(_ details: ErrorDetails) { self.details = details }

  enum CodingKeys: String, CodingKey {
    case status
  }

  package init(from decoder: any Decoder) throws { details = try ErrorDetails(from: decoder) }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode("error", forKey: .status)
    try details.encode(to: encoder)
  }
}

extension Message<RawContent> {
  /// An error reply to this message; `nil` if it is not a request.
  package func reply(with details: ErrorDetails) -> Draft<ErrorReply>? {
    let suffix = "_request"
    guard header.messageType.hasSuffix(suffix) else { return nil }
    var draft = Draft(
      identities: identities, parentHeader: ownHeader, content: ErrorReply(details))
    draft.messageType = header.messageType.dropLast(suffix.count) + "_reply"
    return draft
  }
}
