import Plot
import Testing

@Test func `a plot has text`() throws {
  #expect(try Plot { Line(x: [1, 2], y: [1, 2]) }.figure.svg().contains("<path"))
}
