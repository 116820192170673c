extension ProgressState {
  /// Everything except the title and the bar, such as `3 of 10 · 1.2/s · 6 s left · loss 0.012`.
  func words(at now: Duration) -> String {
    let parts = end.map { endWords($0.ending, at: now) } ?? movingWords(at: now)
    return (parts + [detail]).filter { !$0.isEmpty }.joined(separator: " · ")
  }

  private func movingWords(at now: Duration) -> [String] {
    [
      amount, rate(at: now).map(rateWords) ?? "",
      timeLeft(at: now).map { "\(Self.brief($0)) left" } ?? Self.brief(elapsed(at: now)),
    ]
  }

  private func endWords(_ ending: ProgressEnding, at now: Duration) -> [String] {
    let time = Self.brief(worked(at: now))
    switch ending {
    case .finished:
      let runs = earlier > 0 ? ["\(earlier + 1) runs"] : []
      let done = Self.grouped(earlierCount + count)
      let whole = total == count && unit.isEmpty && earlier == 0 ? " of \(done)" : unitWord
      return runs + ["\(done)\(whole) in \(time)"]
    case .stopped, .interrupted, .failed:
      return ["\(ending.rawValue) at \(amount) after \(time)"]
    }
  }

  /// `1.2 k/s`, or `3.4 s each` if one unit takes more than a second.
  private func rateWords(_ rate: Double) -> String {
    guard rate < 0.95 else { return "\(Self.brief(rate))\(unitWord)/s" }
    return "\(Self.brief(Duration.seconds(1 / rate))) each"
  }

  private var unitWord: String { unit.isEmpty ? "" : " " + unit }

  /// `3 of 10`; a percentage if the numbers are too long to read quickly.
  private var amount: String {
    guard let total else { return Self.grouped(count) }
    guard total >= 10_000, let fraction else {
      return "\(Self.grouped(count)) of \(Self.grouped(total))"
    }
    return "\(Int((fraction * 100).rounded(.down))) %"
  }

  // MARK: Numbers

  /// `1,234,567`.
  static func grouped(_ number: Int) -> String {
    let digits = Array(String(number.magnitude))
    let groups = stride(from: digits.count, to: 0, by: -3).map { end in
      String(digits[max(0, end - 3)..<end])
    }
    return (number < 0 ? "-" : "") + groups.reversed().joined(separator: ",")
  }

  /// Two or three significant digits: `0.12`, `3.4`, `56`, `1.2 k`, `45 M`.
  static func brief(_ number: Double) -> String {
    for (size, letter) in [(1e9, " G"), (1e6, " M"), (1e3, " k")] where number >= size * 0.9995 {
      return digits(number / size) + letter
    }
    return digits(number)
  }

  private static func digits(_ number: Double) -> String {
    let places = number >= 9.95 ? 0 : number >= 0.995 ? 1 : 2
    let scale = [1.0, 10, 100][places]
    let value = (number * scale).rounded()
    guard places > 0 else { return String(Int(value)) }
    let fraction = String(Int(value) % Int(scale))
    let zeros = String(repeating: "0", count: places - fraction.count)
    return "\(Int(value) / Int(scale)).\(zeros)\(fraction)"
  }

  /// `0.4 s`, `12 s`, `3 min 05 s`, `1 h 02 min`.
  static func brief(_ duration: Duration) -> String {
    let seconds = max(0, duration.seconds)
    guard seconds >= 9.95 else { return "\(tenths(seconds)) s" }
    guard seconds < 1e9 else { return "very long" }
    let whole = Int(seconds.rounded())
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(two(whole % 60)) s" }
    return "\(whole / 3600) h \(two(whole % 3600 / 60)) min"
  }

  private static func tenths(_ number: Double) -> String {
    let value = Int((number * 10).rounded())
    return "\(value / 10).\(value % 10)"
  }
}
