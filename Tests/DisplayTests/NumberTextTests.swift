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
    ([0.0012, 0.034], "0.0012 to 0.034"), ([0.5, 0.5], "0.5"), ([.nan, 2], "2"), ([], "undefined"),
  ])
  func `a range is said once where both ends are equal`(_ values: [Double], _ text: String) {
    #expect(NumberText.range(values) == text)
  }
}
