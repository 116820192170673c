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

  /// The settings that the environment asks for: `SUPERPOSE_OUTPUT_LIMIT`, in bytes.
  ///
  /// - Throws: ``SettingsError`` when it is not a number of bytes.
  package init(environment: [String: String]) throws(SettingsError) {
    self.init()
    guard let text = environment["SUPERPOSE_OUTPUT_LIMIT"] else { return }
    guard let limit = Int(text), limit >= 0 else { throw SettingsError(outputLimit: text) }
    outputLimit = limit
  }
}

/// A setting that is not what it should be.
package struct SettingsError: Error, Equatable, CustomStringConvertible {
  package var outputLimit: String

  package var description: String {
    "SUPERPOSE_OUTPUT_LIMIT is '\(outputLimit)'; wanted a number of bytes such as 4194304."
  }
}
