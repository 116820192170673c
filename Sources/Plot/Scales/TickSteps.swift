internal import SuperposeDisplay

/// Round numbers between two ends.
enum TickSteps {
  /// A step of 1, 2 or 5 times a power of ten that gives about `count` ticks.
  static func step(span: Double, count: Int) -> Double {
    guard span > 0, span.isFinite else { return 1 }
    let rough = span / Double(max(count, 1))
    guard rough > 1e-300 else { return span }
    let power = powerOfTen(decadeFloor(rough))
    let ratio = rough / power
    // The geometric means of 1, 2, 5 and 10 divide the choices fairly.
    let factor: Double = ratio < 1.42 ? 1 : ratio < 3.17 ? 2 : ratio < 7.08 ? 5 : 10
    return factor * power
  }

  static func linear(low: Double, high: Double, count: Int) -> [Tick] {
    let span = high - low
    guard span.isFinite, span > 0 else {
      return [low, high].map { Tick(datum: $0.datum, label: TickText.label($0, step: abs($0))) }
    }
    let step = step(span: span, count: count)
    let first = (low / step - 1e-9).rounded(.up)
    let last = (high / step + 1e-9).rounded(.down)
    guard first.isFinite, last - first < 200, last >= first, abs(first) < 1e15 else {
      return [low, high].map { Tick(datum: $0.datum, label: TickText.label($0, step: span)) }
    }
    return stride(from: first, through: last, by: 1).map { index in
      let value = index * step
      return Tick(datum: value.datum, label: TickText.label(value, step: step))
    }
  }

  static func log(low: Double, high: Double, count: Int) -> [Tick] {
    guard low > 0, high > low, high.isFinite else {
      return linear(low: low, high: high, count: count)
    }
    let first = decadeFloor(low)
    let last = decadeFloor(high)
    let decades = last - first
    // Less than a decade: round numbers are more useful than powers of ten.
    if powerOfTen(first + 1) > high { return linear(low: low, high: high, count: count) }
    let every = max(1, (decades + count - 1) / max(count, 1))
    let labelled: [Double] = decades <= count / 3 ? [1, 2, 5] : [1]
    var values: [(value: Double, isLabelled: Bool)] = []
    for exponent in first...last {
      for factor in decades <= 6 ? Array(1...9) : [1] {
        let value = Double(factor) * powerOfTen(exponent)
        guard value >= low * 0.999_999, value <= high * 1.000_001, value.isFinite else { continue }
        let isLabelled = labelled.contains(Double(factor)) && (exponent - first) % every == 0
        values.append((value, isLabelled))
      }
    }
    var labels = TickText.powers(values.filter(\.isLabelled).map(\.value))[...]
    return values.map { Tick(datum: $0.value.datum, label: $0.isLabelled ? labels.removeFirst() : nil) }
  }

  static func symlog(low: Double, high: Double, threshold: Double, count: Int) -> [Tick] {
    let start = decadeFloor(threshold > 0 ? threshold : 1)
    let reach = decadeFloor(max(abs(low), abs(high), powerOfTen(start)))
    let every = max(1, (reach - start + 1) / max(count / 2, 1))
    let sizes = stride(from: start, through: reach, by: every).map(powerOfTen)
    let values = sizes.reversed().map { -$0 } + [0] + sizes
    let shown = values.filter { $0 >= low && $0 <= high }
    return zip(shown, TickText.powers(shown)).map { Tick(datum: $0.datum, label: $1) }
  }

  /// The smallest distance between neighbours in `values`, 0 when there are none.
  static func smallestGap(_ values: [Double]) -> Double {
    let sorted = values.filter(\.isFinite).sorted()
    let gaps = zip(sorted.dropFirst(), sorted).map { $0 - $1 }.filter { $0 > 0 }
    return gaps.min() ?? abs(sorted.first ?? 0)
  }
}
