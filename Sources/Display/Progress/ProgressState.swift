/// The state of one progress line at one time. Times are since an arbitrary start.
struct ProgressState: Sendable, Hashable {
  var title: String
  /// The total amount of work, if known.
  var total: Int?
  var count = 0
  /// The unit, such as `steps`; empty if the title says it.
  let unit: String
  /// The fraction of the running part below it, from 0 to 1.
  var part = 0.0
  var detail = ""
  var start = Duration.zero
  /// The time and way of its end.
  var end: (time: Duration, ending: ProgressEnding)? {
    get { endTime.flatMap { time in ending.map { (time, $0) } } }
    set { (endTime, ending) = (newValue?.time, newValue?.ending) }
  }
  private var endTime: Duration?
  private var ending: ProgressEnding?
  /// The number of earlier pieces of work of the same kind on this line, and their time.
  var earlier = 0
  var earlierTime = Duration.zero
  var earlierCount = 0

  init(_ title: String, total: Int?, unit: String = "") {
    self.title = title
    self.total = total
    self.unit = unit
  }
}

extension ProgressState {
  /// The work done, including the running part.
  private var done: Double { Double(count) + part }

  /// From 0 to 1; `nil` when the total is not known.
  var fraction: Double? {
    guard let total, total > 0 else { return total == nil ? nil : 1 }
    return min(max(done / Double(total), 0), 1)
  }

  /// Time spent on this piece of work.
  func elapsed(at now: Duration) -> Duration { (end?.time ?? now) - start }

  /// Time spent on it and on earlier work of this line.
  func worked(at now: Duration) -> Duration { earlierTime + elapsed(at: now) }

  /// Units done per second; `nil` before it is known.
  func rate(at now: Duration) -> Double? {
    let seconds = elapsed(at: now).seconds
    return done > 0 && seconds > 0 ? done / seconds : nil
  }

  /// The estimated time left at the current rate.
  func timeLeft(at now: Duration) -> Duration? {
    guard let total, done < Double(total), let rate = rate(at: now) else { return nil }
    return .seconds((Double(total) - done) / rate)
  }
}

extension Duration {
  var seconds: Double { self / .seconds(1) }
}
