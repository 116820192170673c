import Foundation
import Testing
import ToyLib

@Suite struct OrientationTests {
  private func isClose(_ a: Matrix, _ b: Matrix, _ tolerance: Float = 1e-5) -> Bool {
    a.rows == b.rows && a.columns == b.columns
      && zip(a.elements, b.elements).allSatisfy { abs($0 - $1) < tolerance }
  }

  @Test(arguments: 1...5, [1, 2] as [UInt64])
  func `every turn of a solution has the same orientation`(dimensions: Int, seed: UInt64) throws {
    var random = RandomSource(seed: 77)
    let w = Matrix(rows: 7, columns: dimensions) { _, _ in random.normal() }
    let turned = w.times(try Shapes.orthogonal(dimensions, seed: seed))
    let (a, b) = (try w.oriented(), try turned.oriented())
    #expect(isClose(a, b, 1e-4))
    #expect(isClose(a.gram, w.gram, 1e-4))
    let (c, d) = (try w.alongPrincipalAxes, try turned.alongPrincipalAxes)
    #expect(isClose(c, d, 1e-4))
    #expect(isClose(c.gram, w.gram, 1e-4))
  }

  @Test func `the first feature points up and the second lies to its left`() throws {
    let w: Matrix = [[1, 0], [0, -2], [-1, 0]]
    let oriented = try w.oriented()
    #expect(isClose(oriented, [[0, 1], [-2, 0], [0, -1]]))
    #expect(isClose(try w.oriented(first: 1, second: 0, angle: 0), [[0, 1], [2, 0], [0, -1]]))
    // Feature 2 lies along feature 0's line, feature 1 does not.
    #expect(throws: ToyLibError.self) { try w.oriented(first: 0, second: 2) }
  }

  @Test func `what cannot be oriented is refused in a sentence`() {
    let w: Matrix = [[1, 0], [0, 0]]
    #expect(throws: ToyLibError.self) { try w.oriented(first: 2) }
    #expect(throws: ToyLibError.self) { try w.oriented(first: 1) }
    #expect(throws: ToyLibError.self) { try w.oriented(first: 0, second: -1) }
    #expect(throws: ToyLibError.self) { try ([[.nan, 0]] as Matrix).oriented() }
    #expect(throws: Never.self) { try w.oriented(first: 0) }
    #expect(throws: Never.self) { try Matrix(rows: 2, columns: 2).oriented() }
    #expect(throws: Never.self) { try Matrix(rows: 2, columns: 4).alongPrincipalAxes }
  }
}
