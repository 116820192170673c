import Testing
import ToyLib

@Suite struct AlignmentTests {
  @Test(arguments: 1...6)
  func `a turned embedding is at distance 0`(dimensions: Int) throws {
    var random = RandomSource(seed: 31)
    let w = Matrix(rows: 8, columns: dimensions) { _, _ in random.normal() }
    let rotation = try Shapes.orthogonal(dimensions, seed: 4)
    let found = try w.aligned(to: w.times(rotation))
    #expect(found.distance < 1e-5 && found.order == Array(0..<8))
    #expect(zip(found.rotation.elements, rotation.elements).allSatisfy { abs($0 - $1) < 1e-4 })
  }

  @Test(arguments: [1, 2, 3, 5], [1, 2, 3] as [UInt64])
  func `features that changed places are found again`(dimensions: Int, seed: UInt64) throws {
    var random = RandomSource(seed: 40 + seed)
    let w = Matrix(rows: 7, columns: dimensions) { _, _ in random.normal() }
    let other = Shapes.shuffled(w, seed: seed).times(try Shapes.orthogonal(dimensions, seed: seed))
    #expect(try w.aligned(to: other, exchanging: .all).distance < 1e-5)
    #expect(try w.aligned(to: other).distance > 0.5)
  }

  @Test func `only features of equal importance change places`() throws {
    let a: Matrix = [[1, 0], [0, 2], [0.5, 0.5]]
    let b: Matrix = [[0.5, 0.5], [0, 2], [1, 0]]
    #expect(try a.aligned(to: b, exchanging: .equal([1, 0.5, 1])).order == [2, 1, 0])
    #expect(try a.aligned(to: b, exchanging: .equal([1, 1, 0.5])).distance > 0.1)
    #expect(throws: ToyLibError.self) { try a.aligned(to: b, exchanging: .equal([1])) }
  }

  /// ‖A O − B‖ of a unit vector against one twice as long is 1, in any direction.
  @Test func `the distance is the Frobenius norm`() throws {
    let found = try ([[1, 0]] as Matrix).aligned(to: [[0, 2]] as Matrix)
    #expect(abs(found.distance - 1) < 1e-9)
    #expect(abs(found.relativeDistance - (1.0 / 5).squareRoot()) < 1e-9)
    let nothing = try Matrix(rows: 2, columns: 2).aligned(to: Matrix(rows: 2, columns: 2))
    #expect(nothing.distance == 0 && nothing.relativeDistance == 0)
  }

  @Test func `embeddings of other shapes are refused`() {
    #expect(throws: ToyLibError.self) {
      try Matrix.identity(2).aligned(to: Matrix.identity(3))
    }
    #expect(throws: ToyLibError.self) { try ([[.nan]] as Matrix).aligned(to: [[1]] as Matrix) }
  }
}
