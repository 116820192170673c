import Testing
import ToyLib

@Suite struct MatrixArithmeticTests {
  private let a: Matrix = [[1, 2], [3, 4], [5, 6]]
  private let b: Matrix = [[6, 5], [4, 3], [2, 1]]

  @Test func `sums, differences and multiples are taken element by element`() {
    #expect(a + b == Matrix(rows: 3, columns: 2, repeating: 7))
    #expect(a - b == [[-5, -3], [-1, 1], [3, 5]])
    #expect(-a == a * -1 && 2 * a == a + a && a / 2 == a * 0.5)
    #expect(a.elementwiseTimes(b) == [[6, 10], [12, 12], [10, 6]])
    var c = a
    c += b
    c -= a
    c *= 3
    c /= 3
    #expect(c == b)
  }

  @Test func `a row is added to every row`() {
    #expect(a + [10, 20] == [[11, 22], [13, 24], [15, 26]])
    #expect(a - a.columnMeans == [[-2, -2], [0, 0], [2, 2]])
  }

  @Test func `a matrix times a vector is its product with one column`() {
    #expect(a.times([1, -1]) == [-1, -1, -1])
    #expect(a.times([2, 3]) == a.times(Matrix(rows: 2, columns: 1, elements: [2, 3])).elements)
  }

  @Test func `shapes that do not fit trap and are told`() async {
    await #expect(processExitsWith: .failure) {
      _ = Matrix(rows: 2, columns: 2) + Matrix(rows: 2, columns: 3)
    }
    await #expect(processExitsWith: .failure) { _ = Matrix(rows: 2, columns: 2).times([1]) }
  }

  @Test func `rows, columns, slices and the diagonal`() {
    #expect(a[column: 1] == [2, 4, 6])
    #expect(a[rows: 1..<3] == [[3, 4], [5, 6]])
    #expect(a[columns: 0..<1] == [[1], [3], [5]])
    #expect(a.diagonal == [1, 4] && a.trace == 5)
    var c = a
    c[column: 0] = [7, 8, 9]
    #expect(c == [[7, 2], [8, 4], [9, 6]])
    #expect(a[rows: 0..<0].rows == 0)
  }

  @Test func `sums, means, norms and extremes`() {
    #expect(a.sum == 21 && a.mean == 3.5)
    #expect(a.minimum == 1 && a.maximum == 6 && Matrix(rows: 0, columns: 2).maximum == nil)
    #expect(a.rowSums == [3, 7, 11] && a.rowMeans == [1.5, 3.5, 5.5])
    #expect(a.columnSums == [9, 12] && a.columnMeans == [3, 4])
    #expect(([[3, 0], [4, 0]] as Matrix).norm == 5)
    #expect(([[3, 1], [4, 0]] as Matrix).columnNorms == [5, 1])
    #expect(Matrix(rows: 0, columns: 0).mean.isNaN)
  }

  @Test func `double precision goes in and out`() {
    let rows = [[0.5, 0.1], [2, -3]]
    #expect(Matrix(rows).doubles == rows.map { $0.map { Double(Float($0)) } })
  }

  @Test func `random matrices follow from their seed`() {
    let normal = Matrix.normal(rows: 100, columns: 50, deviation: 2, seed: 3)
    #expect(normal == .normal(rows: 100, columns: 50, deviation: 2, seed: 3))
    #expect(normal != .normal(rows: 100, columns: 50, deviation: 2, seed: 4))
    #expect(abs(normal.mean) < 0.1 && abs(normal.norm / Float(5_000).squareRoot() - 2) < 0.1)
    let uniform = Matrix.uniform(rows: 100, columns: 50, in: -1...3, seed: 3)
    #expect(uniform.elements.allSatisfy { (-1...3).contains($0) })
    #expect(abs(uniform.mean - 1) < 0.1)
  }

  @Test func `an inverse and a solution undo the product`() throws {
    let square = Matrix.normal(rows: 6, columns: 6, seed: 1)
    let identity = try square.times(square.inverse())
    #expect((identity - .identity(6)).elements.allSatisfy { abs($0) < 1e-5 })
    let wanted = Matrix.normal(rows: 6, columns: 2, seed: 2)
    let found = try square.solve(square.times(wanted))
    #expect((found - wanted).elements.allSatisfy { abs($0) < 1e-4 })
    #expect(try ([[2, 0], [1, 4]] as Matrix).solve([2, 9]) == [1, 2])
    #expect(try ([[0, 1], [1, 0]] as Matrix).inverse() == [[0, 1], [1, 0]])
  }

  @Test func `what has no inverse is told`() {
    #expect { try ([[1, 2], [2, 4]] as Matrix).inverse() } throws: { "\($0)".contains("singular") }
    #expect(throws: ToyLibError.self) { try a.inverse() }
    #expect(throws: ToyLibError.self) { try Matrix.identity(2).solve([1, 2, 3]) }
    #expect(throws: ToyLibError.self) { try ([[Float.nan]] as Matrix).inverse() }
  }
}
