/// One request to the language process, and who waits for its answer.
struct Question: Sendable {
  /// Requests that go before it; their answers are dropped.
  var before: [SourceKitRequest] = []
  var request: SourceKitRequest
  /// Requests that go behind it; their answers are dropped.
  var after: [SourceKitRequest] = []
  /// When to stop waiting.
  var deadline: ContinuousClock.Instant
  /// Takes the JSON text, or `nil` when there will be none. Called once.
  var answer: @Sendable ([UInt8]?) -> Void
}
