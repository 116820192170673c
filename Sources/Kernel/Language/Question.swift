/// One request to the language process, and the caller that waits for its answer.
struct Question: Sendable {
  /// Requests that go before it; their answers are dropped.
  var before: [SourceKitRequest] = []
  var request: SourceKitRequest
  /// Requests that go behind it; their answers are dropped.
  var after: [SourceKitRequest] = []
  /// Whether nobody waits for its answer: it only prepares the process for later questions.
  var isPreparation = false
  /// The deadline.
  var deadline: ContinuousClock.Instant
  /// Called once with the JSON text, or with `nil` if there is no answer.
  var answer: @Sendable ([UInt8]?) -> Void
}
