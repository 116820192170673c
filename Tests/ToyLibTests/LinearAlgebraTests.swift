import Testing
import ToyLib

@Suite struct LinearAlgebraTests {
  @Test func `eigenvalues and eigenvectors rebuild the matrix`() throws {
    var random = RandomSource(seed: 4)
    let rows = Matrix(rows: 7, columns: 4) { _, _ in random.normal() }
    let eigen = try rows.gram.eigendecomposition
    #expect(eigen.rank() == 4)
    #expect(zip(eigen.values, eigen.values.dropFirst()).allSatisfy { $0 >= $1 })
    for i in 0..<7 {
      for j in 0..<7 {
        let sum = (0..<7).reduce(0.0) {
          $0 + eigen.values[$1] * Double(eigen.vectors[$1, i]) * Double(eigen.vectors[$1, j])
        }
        #expect(abs(sum - Double(rows.gram[i, j])) < 1e-5)
      }
    }
  }

  @Test func `known eigenvalues`() throws {
    let eigen = try ([[2, 1], [1, 2]] as Matrix).eigendecomposition
    #expect(abs(eigen.values[0] - 3) < 1e-12 && abs(eigen.values[1] - 1) < 1e-12)
    let half = Float(0.5).squareRoot()
    #expect(
      zip(eigen.vectors.elements, [half, half, half, -half]).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  /// Without the rule any orthonormal basis would do, and LAPACKs differ.
  @Test func `equal eigenvalues have a basis along the axes`() throws {
    #expect(try Matrix.identity(4).eigendecomposition.vectors == .identity(4))
  }

  @Test(arguments: [(5, 3), (3, 5), (4, 4), (1, 6)])
  func `singular values rebuild the matrix`(rows: Int, columns: Int) throws {
    var random = RandomSource(seed: 9)
    let matrix = Matrix(rows: rows, columns: columns) { _, _ in random.normal() }
    let svd = try matrix.singularValueDecomposition
    #expect(svd.left.rows == min(rows, columns) && svd.left.columns == rows)
    #expect(svd.right.rows == min(rows, columns) && svd.right.columns == columns)
    let again = svd.approximation(rank: 9)
    #expect(zip(again.elements, matrix.elements).allSatisfy { abs($0 - $1) < 1e-5 })
    let squares = svd.values.reduce(0) { $0 + $1 * $1 }
    #expect(abs(squares - Double(matrix.squaredNorm)) < 1e-4)
  }

  @Test func `the left vectors do not see how the space is turned`() throws {
    let w: Matrix = [[1, 0.2], [0.3, -0.8], [-0.5, 0.4]]
    let turned = w.times([[0.6, 0.8], [-0.8, 0.6]])
    let (a, b) = (try w.singularValueDecomposition.left, try turned.singularValueDecomposition.left)
    #expect(zip(a.elements, b.elements).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test func `what has no eigenvalues is refused in a sentence`() {
    #expect(throws: ToyLibError.self) { try Matrix(rows: 2, columns: 3).eigendecomposition }
    #expect(throws: ToyLibError.self) { try ([[1, 2], [3, 4]] as Matrix).eigendecomposition }
    #expect(throws: ToyLibError.self) { try ([[.nan]] as Matrix).eigendecomposition }
    #expect(throws: ToyLibError.self) { try ([[.infinity]] as Matrix).singularValueDecomposition }
    #expect(throws: Never.self) { try Matrix(rows: 0, columns: 0).eigendecomposition }
    #expect(throws: Never.self) { try Matrix(rows: 0, columns: 3).singularValueDecomposition }
  }

  @Test func `components of data find the direction that varies`() throws {
    let samples = Matrix(rows: 100, columns: 2) { i, j in Float(i) * (j == 0 ? 3 : 4) + 7 }
    let components = try PrincipalComponents(of: samples)
    #expect(abs(components.explained[0] - 1) < 1e-9)
    #expect(abs(components.axes[0, 0] - 0.6) < 1e-6 && abs(components.axes[0, 1] - 0.8) < 1e-6)
    #expect(abs(try components.coordinates(of: samples, count: 1)[0, 0] + 49.5 * 5) < 1e-3)
    #expect(throws: ToyLibError.self) { try PrincipalComponents(of: Matrix(rows: 0, columns: 2)) }
    #expect(throws: ToyLibError.self) {
      try components.coordinates(of: Matrix(rows: 1, columns: 3))
    }
  }

  /// Correlated pairs vary most in their sums, which a model that collapses them keeps.
  @Test func `collapsed pairs keep the data's principal components`() throws {
    let data = try FeatureGroups.correlated(sets: 2, of: 2, sparsity: 0.5)
      .principalComponents(seed: 2)
    let half = Float(0.5).squareRoot()
    let collapsed: Matrix = [[half, 0], [half, 0], [0, half], [0, half]]
    let apart: Matrix = [[1, 0], [-1, 0], [0, 1], [0, -1]]
    #expect(try data.overlap(with: collapsed, components: 2) > 0.99)
    #expect(try data.overlap(with: apart, components: 2) < 0.01)
    #expect(throws: ToyLibError.self) { try data.overlap(with: Matrix.identity(3), components: 1) }
    #expect(throws: ToyLibError.self) { try data.overlap(with: apart, components: 5) }
  }
}
