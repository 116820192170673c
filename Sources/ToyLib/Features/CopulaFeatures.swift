/// Features whose presence is correlated: a Gaussian copula.
///
/// Normal variables with the given correlations are drawn for each sample. Feature i is present where
/// its variable exceeds Φ⁻¹(1 − p_i), so it is present with probability p_i. Values of present features
/// are independent.
///
///     let features = try CopulaFeatures(
///       densities: [0.4, 0.4, 0.4], correlations: [[1, 0.4, 0.4], [0.4, 1, 0], [0.4, 0, 1]])
///
/// The correlation of the *presence* of two features is smaller than that of their variables.
public struct CopulaFeatures: StoredSampler, Hashable {
  /// The correlations of the normal variables.
  public enum Correlation: Sendable, Hashable {
    /// Shape [features, features].
    case matrix(Matrix)
    /// F, shape [features, factors]: two variables i ≠ j have the correlation F_i · F_j. Its cost
    /// grows with features × factors instead of features².
    case factors(Matrix)
  }

  /// Each feature's probability of being present.
  public let densities: [Double]
  public let correlation: Correlation
  public var magnitude: Magnitude
  /// Φ⁻¹(1 − p_i).
  let thresholds: [Double]
  let root: CorrelationRoot

  public var count: Int { densities.count }

  /// Features with the given correlation matrix.
  ///
  /// - Throws: ``ToyLibError`` if the matrix is not a correlation matrix (of the right size, symmetric,
  ///   with ones on the diagonal and no negative eigenvalue) or a density is not between 0 and 1.
  public init(densities: [Double], correlations: Matrix, magnitude: Magnitude = .uniform) throws {
    try self.init(densities, .matrix(correlations), magnitude)
  }

  /// Features with correlations of low rank.
  ///
  /// - Throws: ``ToyLibError`` if `factors` does not have a row of length 1 or less for each feature, or
  ///   a density is not between 0 and 1.
  public init(densities: [Double], factors: Matrix, magnitude: Magnitude = .uniform) throws {
    try self.init(densities, .factors(factors), magnitude)
  }

  /// `count` features of equal density whose variables all have the same correlation.
  ///
  /// - Throws: as ``init(densities:correlations:magnitude:)``. The correlation cannot be below
  ///   −1 / (count − 1).
  public init(
    count: Int, density: Double, correlation: Double, magnitude: Magnitude = .uniform
  ) throws {
    let n = max(0, count)
    try self.init(
      densities: Array(repeating: density, count: n),
      correlations: Matrix(rows: n, columns: n) { $0 == $1 ? 1 : Float(correlation) },
      magnitude: magnitude)
  }

  init(_ densities: [Double], _ correlation: Correlation, _ magnitude: Magnitude) throws {
    try require(!densities.isEmpty, "features", densities.count, "at least 1")
    for (i, density) in densities.enumerated() {
      try require(density >= 0 && density <= 1, "density of feature \(i)", density, "between 0 and 1")
    }
    self.densities = densities
    self.correlation = correlation
    self.magnitude = magnitude
    root = try CorrelationRoot(correlation, count: densities.count)
    thresholds = densities.map { $0 <= 0 ? .infinity : $0 >= 1 ? -.infinity : -Normal.quantile($0) }
  }

  public func validate() throws { try magnitude.validate() }

  public static let storedName = "copula"

  public var samplingMethod: SamplingMethod {
    .oneByOne(density: densities.reduce(0, +) / Double(count))
  }

  public func sample(into x: inout [Float], using random: inout RandomSource) {
    for (i, isPresent) in presence(using: &random).enumerated() where isPresent {
      x[i] = magnitude.value(using: &random)
    }
  }

  /// Whether each feature is present in a new sample.
  func presence(using random: inout RandomSource) -> [Bool] {
    let noise = (0..<root.noiseCount).map { _ in Double(random.normal()) }
    return thresholds.indices.map { root.variable($0, of: noise) > thresholds[$0] }
  }
}

extension CopulaFeatures: Codable {
  private enum Key: String, CodingKey {
    case densities, matrix, factors, magnitude
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(densities, forKey: .densities)
    switch correlation {
    case .matrix(let matrix): try container.encode(matrix.rowLists, forKey: .matrix)
    case .factors(let factors): try container.encode(factors.rowLists, forKey: .factors)
    }
    try container.encode(magnitude, forKey: .magnitude)
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    func matrix(_ key: Key) throws -> Matrix {
      let rows = try container.decode([[Float]].self, forKey: key)
      guard rows.allSatisfy({ $0.count == rows[0].count }) else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: container, debugDescription: "The rows differ in length.")
      }
      return Matrix(rows)
    }
    try self.init(
      container.decode([Double].self, forKey: .densities),
      container.contains(.factors) ? .factors(matrix(.factors)) : .matrix(matrix(.matrix)),
      container.decode(Magnitude.self, forKey: .magnitude))
  }
}

extension Matrix {
  fileprivate var rowLists: [[Float]] { (0..<rows).map { self[row: $0] } }
}
