/// Checks an answer: runs `body`, whose expectations decide, and prints one line with the result.
///
///     check("pentagon", points: 2, hint: "Sparser features leave room for more of them.") {
///       let model = try trained(sparsity: 0.9)
///       expect(model.representedFeatures(), is: 5, "represented features")
///       expect(model.loss, near: 0.005, within: 0.002, "loss")
///     }
///
/// The check fails if an expectation fails or `body` throws an error. Its value is the number of points
/// of all checks in the running cell so far. As a cell's last value, a grader such as nbgrader reads it as
/// the points that the cell is worth. In a cell that ends with another value, a failed check fails the
/// cell.
///
/// - Parameters:
///   - name: What the answer is about, for the printed line.
///   - points: The points for a right answer. Default: 1.
///   - hint: What to think about, printed after a wrong answer.
@discardableResult
public func check(
  _ name: String, points: Double = 1, hint: String? = nil, _ body: () throws -> Void
) -> CheckedPoints {
  let ledger = CheckLedger.shared
  ledger.begin()
  do { try body() } catch { ledger.record("threw \(type(of: error)): \(error)") }
  let result = ledger.end(name, points: points)
  print(result.line)
  if let hint, !result.hasPassed { print("  Hint: \(hint)") }
  return ledger.points
}

/// One check that has ended.
struct CheckResult: Sendable {
  let name: String
  let points: Double
  let problems: [String]

  var hasPassed: Bool { problems.isEmpty }
  var reached: Double { hasPassed ? points : 0 }

  /// `✗ pentagon (0 of 2 points): represented features: expected 5, found 3`
  var line: String {
    let most = PointsText.of(points)
    let unit = points == 1 ? "point" : "points"
    if hasPassed { return "✓ \(name) (\(most) \(unit))" }
    return "✗ \(name) (0 of \(most) \(unit)): " + problems.joined(separator: "; ")
  }
}
