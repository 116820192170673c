public import SuperposeDisplay

/// The principal components of rows of numbers, and their variances.
///
///     let data = try features.principalComponents(seed: 1)
///     data.explained                                   // shares of the variance, largest first
///     data.overlap(with: model, components: 2)         // 1: the model keeps just these
public struct PrincipalComponents: Sendable, Hashable {
  /// The mean that was subtracted from every row; zeros if the components are about the origin.
  public let mean: [Double]
  /// The mean square along each axis, largest first.
  public let variances: [Double]
  /// Shape [axes, columns]: row k is the k-th direction, of length 1, with a positive component
  /// along the coordinate axis to which it is closest.
  public var axes: Matrix { basis.single }
  let basis: DoubleMatrix

  /// The components of the rows of `samples`, about their mean unless `isCentred` is false.
  ///
  /// Throws `ToyLibError` when there is no row or a number is not finite.
  public init(of samples: Matrix, isCentred: Bool = true) throws {
    try require(samples.rows >= 1, "rows of the samples", samples.rows, "at least 1")
    let rows = DoubleMatrix(samples)
    var mean = [Double](repeating: 0, count: rows.columns)
    if isCentred {
      for i in 0..<rows.rows { for j in mean.indices { mean[j] += rows[i, j] } }
      mean = mean.map { $0 / Double(rows.rows) }
    }
    let centred = DoubleMatrix(rows: rows.rows, columns: rows.columns) { rows[$0, $1] - mean[$1] }
    var covariance = centred.transposed.times(centred)
    covariance.elements = covariance.elements.map { $0 / Double(rows.rows) }
    let eigen = try Eigendecomposition(covariance)
    self.mean = mean
    variances = eigen.values.map { max(0, $0) }
    basis = eigen.axes
  }

  /// Each axis's fraction of the total variance; zeros if the variance is zero.
  public var explained: [Double] {
    let total = variances.reduce(0, +)
    return variances.map { total > 0 ? $0 / total : 0 }
  }

  /// The rows of `samples` along the first `count` axes: shape [rows, count].
  public func coordinates(of samples: Matrix, count: Int? = nil) throws -> Matrix {
    guard samples.columns == mean.count else {
      throw ToyLibError.mismatch(
        what: "samples", expected: "\(mean.count) columns", found: "\(samples.columns)")
    }
    let count = min(max(count ?? basis.rows, 0), basis.rows)
    return Matrix(rows: samples.rows, columns: count) { i, k in
      let centred = mean.indices.map { Double(samples[i, $0]) - mean[$0] }
      return Float(dot(centred, basis[row: k]))
    }
  }

  /// The overlap of the subspace of feature space that the embedding represents and the first
  /// `components` axes: ‖P Q‖²_F / min(components, rank W), with the axes in P and an orthonormal
  /// basis of the columns of W in Q. 1 if the smaller subspace lies in the larger one: the model
  /// compresses like principal component analysis. A random subspace gives max(components, rank W)
  /// / n.
  ///
  /// Throws `ToyLibError` when the numbers of features differ or `components` is out of range.
  public func overlap(with embedding: some Embedding, components: Int) throws -> Double {
    let weights = embedding.weights
    guard weights.rows == mean.count else {
      throw ToyLibError.mismatch(
        what: "features", expected: "\(mean.count), as the data has", found: "\(weights.rows)")
    }
    try require(
      components >= 1 && components <= basis.rows, "components", components,
      "between 1 and \(basis.rows)")
    let decomposition = try weights.singularValueDecomposition
    let kept = decomposition.leftAxes.picking(Array(0..<decomposition.rank(tolerance: 1e-3)))
    let product = basis.picking(Array(0..<components)).times(kept.transposed)
    return kept.rows == 0 ? 0 : product.squaredNorm / Double(min(components, kept.rows))
  }
}

extension PrincipalComponents: CustomStringConvertible {
  public var description: String {
    let shares = explained.prefix(8).map { NumberText.decimal($0 * 100, digits: 1) + " %" }
    return "\(variances.count) principal components: " + shares.joined(separator: ", ")
      + (variances.count > 8 ? ", …" : "")
  }
}

extension PrincipalComponents: Displayable {
  public var mimeBundle: MIMEBundle { table.mimeBundle }

  /// One row for each component: its variance, its fraction of the total, and the cumulative
  /// fraction.
  public var table: Table {
    var sum = 0.0
    return Table(
      columns: ["component", "variance", "share", "cumulative"],
      rows: zip(variances, explained).enumerated().map { number, component in
        sum += component.1
        return [
          "\(number + 1)", NumberText.scientific(component.0), NumberText.decimal(component.1, digits: 4),
          NumberText.decimal(sum, digits: 4),
        ].map { Table.Cell(text: $0, isNumber: true) }
      })
  }
}

extension FeatureSampler {
  /// The principal components of `samples` samples about their mean.
  public func principalComponents(
    samples count: Int = 1 << 14, seed: UInt64 = 0
  ) throws -> PrincipalComponents {
    try PrincipalComponents(of: try samples(count, seed: seed))
  }
}

extension Embedding {
  /// The principal axes of the directions W_i about the origin: right singular vectors of W, with
  /// the mean square length of the features along each.
  public var principalComponents: PrincipalComponents {
    get throws { try PrincipalComponents(of: weights, isCentred: false) }
  }
}
