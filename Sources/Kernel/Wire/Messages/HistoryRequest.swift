/// Asks for code that was run before.
///
/// Source: https://jupyter-client.readthedocs.io/en/latest/messaging.html#history
package struct HistoryRequest: RequestContent {
  package typealias Answer = HistoryReply
  package static let messageType = "history_request"

  /// Which entries to give.
  package enum Access: Equatable, Sendable {
    /// The last `count`; every one when `nil`.
    case tail(count: Int?)
    /// Lines `start..<stop` (to the end when `stop` is `nil`) of a session; 0 and less count
    /// back from the running one.
    case range(session: Int, start: Int, stop: Int?)
    /// The last `count` that match a pattern with `*` and `?`; `unique` gives equal code once.
    case search(pattern: String, count: Int?, unique: Bool)
  }

  /// Whether to give outputs beside the code; default false.
  package var output: Bool
  package var access: Access

  package init(_ access: Access, output: Bool = false) {
    self.access = access
    self.output = output
  }

  enum CodingKeys: String, CodingKey {
    case output
    case accessType = "hist_access_type"
    case session, start, stop
    case count = "n"
    case pattern, unique
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    output = try container.decode(Bool.self, forKey: .output, or: false)
    let count = try container.decodeIfPresent(Int.self, forKey: .count)
    switch try container.decode(String.self, forKey: .accessType, or: "tail") {
    case "range":
      access = .range(
        session: try container.decode(Int.self, forKey: .session, or: 0),
        start: try container.decode(Int.self, forKey: .start, or: 1),
        stop: try container.decodeIfPresent(Int.self, forKey: .stop))
    case "search":
      access = .search(
        pattern: try container.decode(String.self, forKey: .pattern, or: "*"), count: count,
        unique: try container.decode(Bool.self, forKey: .unique, or: false))
    case "tail": access = .tail(count: count)
    case let other:
      throw DecodingError.dataCorruptedError(
        forKey: .accessType, in: container,
        debugDescription: "expected tail, range or search, found \(other)")
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(output, forKey: .output)
    switch access {
    case .tail(let count):
      try container.encode("tail", forKey: .accessType)
      try container.encodeIfPresent(count, forKey: .count)
    case .range(let session, let start, let stop):
      try container.encode("range", forKey: .accessType)
      try container.encode(session, forKey: .session)
      try container.encode(start, forKey: .start)
      try container.encodeIfPresent(stop, forKey: .stop)
    case .search(let pattern, let count, let unique):
      try container.encode("search", forKey: .accessType)
      try container.encode(pattern, forKey: .pattern)
      try container.encodeIfPresent(count, forKey: .count)
      try container.encode(unique, forKey: .unique)
    }
  }
}
