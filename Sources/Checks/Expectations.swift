public import ToyLib

// Each expectation says, if it fails, what was wanted and what came. Inside of `check` it fails the
// check; outside, it fails the cell. `what` names the value in the sentence.

/// Expects a condition to be true.
public func expect(_ condition: Bool?, _ what: String = "the condition") {
  guard condition != true else { return }
  record("expected \(what) to be true, found \(condition.map { "\($0)" } ?? "nil")", "")
}

/// Expects a value that equals `wanted`.
public func expect<Value: Equatable>(_ value: Value?, is wanted: Value, _ what: String = "") {
  guard value != wanted else { return }
  record("expected \(quoted(wanted)), found \(value.map(quoted) ?? "nil")", what)
}

/// Expects a number that differs from `wanted` by at most `tolerance`.
///
/// Default: a thousandth of `wanted`, and at least 0.001.
public func expect<Number: BinaryFloatingPoint>(
  _ value: Number?, near wanted: Number, within tolerance: Number? = nil, _ what: String = ""
) {
  let tolerance = tolerance ?? defaultTolerance(wanted)
  guard !isNear(value, wanted, tolerance) else { return }
  record(
    "expected \(wanted) ± \(Float(tolerance)), found \(value.map { "\($0)" } ?? "nil")", what)
}

/// Expects as many numbers as `wanted` has, each of which differs from its own by at most `tolerance`.
///
/// Default: a thousandth of the wanted number, and at least 0.001.
public func expect<Number: BinaryFloatingPoint>(
  _ values: [Number]?, near wanted: [Number], within tolerance: Number? = nil, _ what: String = ""
) {
  guard let values else { return record("expected \(wanted.count) numbers, found nil", what) }
  guard values.count == wanted.count else {
    return record("expected \(wanted.count) numbers, found \(values.count)", what)
  }
  for (i, (value, goal)) in zip(values, wanted).enumerated() {
    let tolerance = tolerance ?? defaultTolerance(goal)
    guard isNear(value, goal, tolerance) else {
      return record("expected \(goal) ± \(Float(tolerance)) at index \(i), found \(value)", what)
    }
  }
}

/// Expects a matrix of the shape of `wanted`, each element of which differs from its own by at most
/// `tolerance`.
///
/// Default: a thousandth of the wanted number, and at least 0.001.
public func expect(
  _ matrix: Matrix?, near wanted: Matrix, within tolerance: Float? = nil, _ what: String = ""
) {
  guard let matrix else { return record("expected a matrix, found nil", what) }
  guard matrix.rows == wanted.rows, matrix.columns == wanted.columns else {
    return record(
      "expected shape [\(wanted.rows), \(wanted.columns)], found [\(matrix.rows), \(matrix.columns)]",
      what)
  }
  for row in 0..<matrix.rows {
    for column in 0..<matrix.columns {
      let (value, goal) = (matrix[row, column], wanted[row, column])
      let tolerance = tolerance ?? defaultTolerance(goal)
      guard isNear(value, goal, tolerance) else {
        return record(
          "expected \(goal) ± \(tolerance) in row \(row), column \(column), found \(value)", what)
      }
    }
  }
}

/// Expects `body` to throw an error.
public func expectError(_ what: String = "", _ body: () throws -> Void) {
  do { try body() } catch { return }
  record("expected an error, found none", what)
}

private func record(_ problem: String, _ what: String) {
  CheckLedger.shared.record(what.isEmpty ? problem : "\(what): \(problem)")
}

private func defaultTolerance<Number: BinaryFloatingPoint>(_ wanted: Number) -> Number {
  wanted.isFinite ? max(abs(wanted), 1) / 1000 : 0
}

/// Not-a-number is near not-a-number only.
private func isNear<Number: BinaryFloatingPoint>(
  _ value: Number?, _ wanted: Number, _ tolerance: Number
) -> Bool {
  guard let value else { return false }
  if value == wanted || (value.isNaN && wanted.isNaN) { return true }
  return abs(value - wanted) <= tolerance
}

private func quoted(_ value: some Any) -> String {
  value is String ? String(reflecting: value) : "\(value)"
}
