import Testing
import ToyFigures
import ToyLib

struct ThomsonFigureTests {
  @Test func `solutions of any dimension show themselves`() throws {
    for dimensions in 1...4 {
      let solution = try ThomsonProblem(points: 6, dimensions: dimensions).solved(starts: 2)
      #expect(try solution.figure.svg().contains("6 points in \(dimensions) dimension"))
    }
  }
}
