import SuperposeChecks
import SuperposeDisplay
import Testing
import ToyLib

/// The ledger belongs to the process, as a notebook runs one cell at a time.
@Suite(.serialized) struct ChecksTests {
  init() { CheckLedger.shared.reset() }

  /// What a failed check says.
  private func problem(_ body: () throws -> Void) -> String? {
    check("answer", points: 2, body)
    return CheckLedger.shared.unshownProblems.first
  }

  @Test func rightAnswersAddUpTheirPoints() {
    check("one", points: 1.5) { expect(2, is: 2) }
    let points = check("two") { expect(0.3334, near: 1.0 / 3) }
    #expect(points.description == "2.5")
    #expect(points.mimeBundle == MIMEBundle(plainText: "2.5"))
    #expect(CheckLedger.shared.unshownProblems.isEmpty)
  }

  @Test func aWrongAnswerCountsForNothingAndTheOthersForTheirs() {
    check("wrong", points: 2) { expect(1, is: 2) }
    let points = check("right") { expect(true) }
    #expect(points.description == "1")
    #expect(points.possible == 3)
    #expect(CheckLedger.shared.unshownProblems == ["✗ wrong (0 of 2 points): expected 2, found 1"])
    CheckLedger.shared.markShown()
    #expect(CheckLedger.shared.unshownProblems.isEmpty)
  }

  @Test func anExpectationOutsideOfChecksIsNeverForgotten() {
    expect(1, near: 2)
    CheckLedger.shared.markShown()
    #expect(CheckLedger.shared.unshownProblems == ["expected 2.0 ± 0.002, found 1.0"])
  }

  @Test func sentencesSayWhatWasWantedAndWhatCame() {
    #expect(problem { expect("a", is: "b", "name") } == "✗ answer (0 of 2 points): name: expected \"b\", found \"a\"")
    CheckLedger.shared.reset()
    #expect(problem { expect(nil as Int?, is: 3) } == "✗ answer (0 of 2 points): expected 3, found nil")
    CheckLedger.shared.reset()
    #expect(
      problem { expect([1.0, 5], near: [1.0, 2]) }
        == "✗ answer (0 of 2 points): expected 2.0 ± 0.002 at index 1, found 5.0")
    CheckLedger.shared.reset()
    #expect(problem { expect([1.0], near: [1.0, 2]) } == "✗ answer (0 of 2 points): expected 2 numbers, found 1")
    CheckLedger.shared.reset()
    #expect(
      problem { throw ToyLibError.damaged(file: "f", reason: "r") }
        == "✗ answer (0 of 2 points): threw ToyLibError: f cannot be read: r.")
    CheckLedger.shared.reset()
    #expect(
      problem { expectError("a negative count") {} }
        == "✗ answer (0 of 2 points): a negative count: expected an error, found none")
    CheckLedger.shared.reset()
    #expect(
      problem {
        expect(false, "W is symmetric")
        expect(nil as Bool?)
      }
        == "✗ answer (0 of 2 points): expected W is symmetric to be true, found false; "
        + "expected the condition to be true, found nil")
  }

  @Test(arguments: [Double.nan, .infinity, 1.1, -1]) func farNumbersAreNotNear(value: Double) {
    #expect(problem { expect(value, near: 1, within: 0.05) } != nil)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 0, 1e300])
  func everyNumberIsNearItself(value: Double) {
    #expect(problem { expect(value, near: value) } == nil)
  }

  @Test func matricesAreComparedByShapeAndElement() throws {
    let a = Matrix(rows: 1, columns: 2, elements: [1, 2])
    let b = Matrix(rows: 2, columns: 1, elements: [1, 2])
    #expect(problem { expect(a, near: a) } == nil)
    #expect(problem { expect(a, near: b) }?.hasSuffix("expected shape [2, 1], found [1, 2]") == true)
    CheckLedger.shared.reset()
    let c = Matrix(rows: 1, columns: 2, elements: [1, 3])
    #expect(problem { expect(c, near: a) }?.contains("row 0, column 1, found 3.0") == true)
  }

  @Test func aCheckInsideOfACheckIsAPartOfIt() {
    let points = check("outer", points: 3) { check("inner") { expect(false, "it") } }
    #expect(points.description == "0")
    #expect(points.possible == 3)
    #expect(CheckLedger.shared.unshownProblems.first?.contains("inner: expected it to be true") == true)
  }
}
