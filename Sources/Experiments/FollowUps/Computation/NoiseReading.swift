internal import ToyLib

/// What a network has of a matrix M in its labels.
public struct NoiseReading: Sendable {
  /// Such as `asymmetric M`.
  public let name: String
  /// Loss / density on the network's own labels.
  public let loss: Double
  /// Of the largest eigenvectors of (M + Mᵀ)/2, the share of the squared lengths of the neurons' input weights.
  public let readShare: Double
  /// The same of their output weights.
  public let writtenShare: Double
  /// For each eigenvector e, largest eigenvalue first, the cosine of e with W₂W₁e.
  public let cosines: [Double]
  /// The elements of M and of W₂W₁ off the diagonal, row by row.
  public let elements: [(matrix: Double, network: Double)]

  /// - Parameters:
  ///   - matrix: M, or another matrix with which the network has nothing to do.
  ///   - network: W₂ ReLU(W₁ x), with at most as many neurons as inputs.
  init(_ name: String, _ matrix: Matrix, _ network: LayeredNetwork, loss: Double) throws {
    (self.name, self.loss) = (name, loss)
    let (encoder, decoder) = try (network["W1"], network["W2"])
    let vectors = try (0.5 * (matrix + matrix.transposed)).eigendecomposition.vectors
    let largest = vectors[rows: 0..<encoder.rows].transposed
    readShare = Double(encoder.times(largest).squaredNorm / encoder.squaredNorm)
    writtenShare = Double(decoder.transposed.times(largest).squaredNorm / decoder.squaredNorm)
    let product = decoder.times(encoder)
    let images = vectors.times(product.transposed)
    let lengths = images.rowNorms
    cosines = (0..<vectors.rows).map { i in
      let dot = zip(vectors[row: i], images[row: i]).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
      return dot / Double(max(lengths[i], 1e-12))
    }
    elements = (0..<matrix.rows).flatMap { i in
      (0..<matrix.columns).filter { $0 != i }.map { (Double(matrix[i, $0]), Double(product[i, $0])) }
    }
  }

  /// The correlation of the elements off the diagonal.
  public var correlation: Double { pearsonCorrelation(elements.map(\.matrix), elements.map(\.network)) }

  /// The factor of the best fit of W₂W₁ by a multiple of M, off the diagonal.
  public var slope: Double {
    let squares = elements.reduce(0) { $0 + $1.matrix * $1.matrix }
    return squares > 0 ? elements.reduce(0) { $0 + $1.matrix * $1.network } / squares : 0
  }
}
