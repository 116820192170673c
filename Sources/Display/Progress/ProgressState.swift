/// One line of progress as it is at a moment. Times are since an arbitrary beginning.
struct ProgressState: Sendable, Hashable {
  var title: String
  /// How much there is to do, if that is known.
  var total: Int?
  var count = 0
  /// What is counted, such as `steps`; empty where the title says it.
  let unit: String
  /// How far the part is that is under way below it, from 0 to 1.
  var part = 0.0
  var detail = ""
  var start = Duration.zero
  /// When and how it ended.
  var end: (time: Duration, ending: ProgressEnding)? {
    get { endTime.flatMap { time in ending.map { (time, $0) } } }
    set { (endTime, ending) = (newValue?.time, newValue?.ending) }
  }
  private var endTime: Duration?
  private var ending: ProgressEnding?
  /// Pieces of work of the same kind that ended before on this line, and the time they took.
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
  /// What is done, the part that is under way included.
  private var done: Double { Double(count) + part }

  /// From 0 to 1; `nil` when the total is not known.
  var fraction: Double? {
    guard let total, total > 0 else { return total == nil ? nil : 1 }
    return min(max(done / Double(total), 0), 1)
  }

  /// Time spent on this piece of work.
  func elapsed(at now: Duration) -> Duration { (end?.time ?? now) - start }

  /// Time spent on it and on those before it.
  func worked(at now: Duration) -> Duration { earlierTime + elapsed(at: now) }

  /// Units done per second; `nil` before there is anything to tell it by.
  func rate(at now: Duration) -> Double? {
    let seconds = elapsed(at: now).seconds
    return done > 0 && seconds > 0 ? done / seconds : nil
  }

  /// How long the rest takes at the rate so far.
  func timeLeft(at now: Duration) -> Duration? {
    guard let total, done < Double(total), let rate = rate(at: now) else { return nil }
    return .seconds((Double(total) - done) / rate)
  }
}

extension Duration {
  var seconds: Double { self / .seconds(1) }
}
