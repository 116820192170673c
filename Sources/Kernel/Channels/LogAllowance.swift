/// How many lines the log may take from those whom the kernel does not trust: some at once, then
/// ``limit`` a minute, however many there would be.
package struct LogAllowance {
  /// Lines in a minute.
  package static let limit = 20
  private var minute: ContinuousClock.Instant?
  private var used = 0
  private var skipped = 0

  package init() {}

  package enum Answer: Equatable {
    /// The line may be written. So many have not been before it.
    case granted(skipped: Int)
    case refused
  }

  package mutating func ask(at time: ContinuousClock.Instant) -> Answer {
    if let minute, time - minute < .seconds(60) {
      guard used < Self.limit else {
        skipped += 1
        return .refused
      }
    } else {
      minute = time
      used = 0
    }
    used += 1
    defer { skipped = 0 }
    return .granted(skipped: skipped)
  }
}
