/// Timeouts and limits of the channels.
package struct Settings: Sendable {
  /// The time for which printed text is buffered.
  package var flushInterval: Duration
  /// The limit of printed text per cell, in UTF-8 bytes.
  package var outputLimit: Int
  /// The time for which the first request waits for a subscriber.
  package var subscriberWait: Duration

  package init(
    flushInterval: Duration = .milliseconds(80), outputLimit: Int = 4 * 1024 * 1024,
    subscriberWait: Duration = .seconds(1)
  ) {
    self.flushInterval = flushInterval
    self.outputLimit = outputLimit
    self.subscriberWait = subscriberWait
  }

  /// The settings from the environment: `SUPERPOSE_OUTPUT_LIMIT`, in bytes.
  package init(environment: [String: String]) {
    self.init()
    if let limit = environment["SUPERPOSE_OUTPUT_LIMIT"].flatMap({ Int($0) }), limit >= 0 {
      outputLimit = limit
    }
  }
}
