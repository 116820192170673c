/// A linear map from independent standard normal variables to correlated ones, each of variance 1.
struct CorrelationRoot: Sendable, Hashable {
  /// How many independent variables it needs.
  let noiseCount: Int
  /// Row i: the weights of the first variables. Of a matrix it is the lower triangle of Cholesky's
  /// factor; of factors it is the row of factors.
  private let weights: DoubleMatrix
  /// Of factors: the weight of each variable's own noise. Empty for a matrix.
  private let own: [Double]

  init(_ correlation: CopulaFeatures.Correlation, count: Int) throws {
    switch correlation {
    case .matrix(let matrix):
      try Self.check(matrix, count)
      weights = try Self.cholesky(DoubleMatrix(matrix))
      own = []
      noiseCount = count
    case .factors(let factors):
      guard factors.rows == count else {
        throw ToyLibError.mismatch(
          what: "factors of correlations", expected: "\(count) rows, one for each feature",
          found: "\(factors.rows)")
      }
      weights = DoubleMatrix(factors)
      own = try Self.rest(of: weights)
      noiseCount = factors.columns + count
    }
  }

  /// Correlated variable `i` of independent ones.
  func variable(_ i: Int, of noise: [Double]) -> Double {
    let columns = weights.columns
    let used = own.isEmpty ? i + 1 : columns
    var sum = own.isEmpty ? 0 : own[i] * noise[columns + i]
    for k in 0..<used { sum += weights.elements[i * columns + k] * noise[k] }
    return sum
  }

  /// Passes the weights, how many there are in a row, and the weights of own noise.
  func withPointers(_ body: (UnsafePointer<Double>, Int, UnsafePointer<Double>?) -> Void) {
    weights.elements.withUnsafeBufferPointer { first in
      own.withUnsafeBufferPointer { own in
        guard let elements = first.baseAddress else { return }
        body(elements, weights.columns, own.isEmpty ? nil : own.baseAddress)
      }
    }
  }

  /// √(1 − ‖F_i‖²) of each row.
  private static func rest(of factors: DoubleMatrix) throws(ToyLibError) -> [Double] {
    var rest: [Double] = []
    for (i, norm) in factors.rowNorms.enumerated() {
      try require(norm <= 1 + 1e-6, "length of factor row \(i)", norm, "at most 1")
      rest.append(max(0, 1 - norm * norm).squareRoot())
    }
    return rest
  }

  private static func check(_ matrix: Matrix, _ count: Int) throws(ToyLibError) {
    guard matrix.rows == count && matrix.columns == count else {
      throw .mismatch(
        what: "correlation matrix of \(count) features", expected: "\(count) × \(count)",
        found: "\(matrix.rows) × \(matrix.columns)")
    }
    for i in 0..<count {
      try require(
        abs(matrix[i, i] - 1) <= 1e-6, "correlation [\(i), \(i)]", matrix[i, i], "1, as all on the diagonal")
      for j in 0..<i {
        try require(
          abs(matrix[i, j]) <= 1, "correlation [\(i), \(j)]", matrix[i, j], "between −1 and 1")
        try require(
          abs(matrix[i, j] - matrix[j, i]) <= 1e-6, "correlation [\(i), \(j)]", matrix[i, j],
          "\(matrix[j, i]) as in [\(j), \(i)]: a correlation matrix is symmetric")
      }
    }
  }

  /// The lower triangle L, `root`, with L Lᵀ = `matrix`, which may be singular. Only exactly rounded operations:
  /// the bits are the same everywhere.
  private static func cholesky(_ matrix: DoubleMatrix) throws(ToyLibError) -> DoubleMatrix {
    let n = matrix.rows
    var root = DoubleMatrix(rows: n, columns: n)
    for j in 0..<n {
      func remainder(_ i: Int) -> Double {
        var value = matrix[i, j]
        for k in 0..<j { value -= root[i, k] * root[j, k] }
        return value
      }
      let pivot = remainder(j)
      // Elements are single precision, so a singular matrix has pivots of about ±10⁻⁷.
      let isZero = abs(pivot) < 1e-6
      let diagonal = isZero ? 0 : pivot.squareRoot()
      var isValid = isZero || pivot > 0
      for i in j..<n where isValid {
        let value = remainder(i)
        root[i, j] = isZero ? 0 : i == j ? diagonal : value / diagonal
        if isZero { isValid = abs(value) < 2e-3 }
      }
      try require(
        isValid, "correlation matrix", "not positive semidefinite in its first \(j + 1) features",
        "one that normal variables can have: without negative eigenvalues")
    }
    return root
  }
}
