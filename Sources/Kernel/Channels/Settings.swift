/// How patient and how generous the channels are.
package struct Settings: Sendable {
  /// How long printed text waits for more.
  package var flushInterval: Duration
  /// How much text a cell may print, in UTF-8 bytes.
  package var outputLimit: Int
  /// How long the first request waits for a subscriber.
  package var subscriberWait: Duration

  package init(
    flushInterval: Duration = .milliseconds(80), outputLimit: Int = 4 * 1024 * 1024,
    subscriberWait: Duration = .seconds(1)
  ) {
    self.flushInterval = flushInterval
    self.outputLimit = outputLimit
    self.subscriberWait = subscriberWait
  }

  /// The settings that the environment asks for: `SUPERPOSE_OUTPUT_LIMIT`, in bytes.
  package init(environment: [String: String]) {
    self.init()
    if let limit = environment["SUPERPOSE_OUTPUT_LIMIT"].flatMap({ Int($0) }), limit >= 0 {
      outputLimit = limit
    }
  }
}
