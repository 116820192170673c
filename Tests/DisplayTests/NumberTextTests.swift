import SuperposeDisplay
import Testing

/// Numbers as text.
struct NumberTextTests {
  @Test(arguments: [
    (0.0, "0"), (-0.0, "0"), (-0.001, "0"), (1.5, "1.5"), (-2.25, "-2.25"), (1.005, "1"),
    (100, "100"), (1e12, "1000000000"), (.nan, "0"), (.infinity, "0"),
  ])
  func `coordinates have at most two decimals`(_ value: Double, _ text: String) {
    #expect(NumberText.fixed(value) == text)
  }

  @Test(arguments: [
    (0.0123456, "0.0123"), (123.456, "123"), (1234567.0, "1.23e6"), (4.2e-7, "4.2e-7"),
    (-0.5, "-0.5"), (.infinity, "∞"), (.nan, "undefined"),
  ])
  func `numbers for people have three digits`(_ value: Double, _ text: String) {
    #expect(NumberText.brief(value) == text)
  }

  @Test(arguments: [
    (0.5, 3, 0, "0.500"), (-0.0001, 3, 0, "0.000"), (-12.345, 2, 8, "  -12.35"), (7, 0, 3, "  7"),
    (.nan, 2, 5, "  nan"), (1e20, 1, 0, "1e+20"),
  ])
  func `decimals are as many as asked for, to the right of their column`(
    _ value: Double, _ digits: Int, _ width: Int, _ text: String
  ) {
    #expect(NumberText.decimal(value, digits: digits, width: width) == text)
  }

  @Test func `digits that signify`() {
    #expect(NumberText.significant(0.0854) == "0.0854")
    #expect(NumberText.significant(0.0000123456) == "1.235e-05")
    #expect(NumberText.significant(123_456, digits: 2) == "1.2e+05")
    #expect(NumberText.scientific(0.002319) == "2.319e-03")
  }

  @Test(arguments: [
    ([0.0012, 0.034], "0.0012 to 0.034"), ([0.5, 0.5], "0.5"), ([.nan, 2], "2"), ([], "undefined"),
  ])
  func `a range is said once where both ends are equal`(_ values: [Double], _ text: String) {
    #expect(NumberText.range(values) == text)
  }
}
