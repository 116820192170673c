/// A type that gives each feature a direction, such as a network, a snapshot or a matrix.
///
/// Source of all measures: Elhage et al., "Toy Models of Superposition" (2022).
public protocol Embedding: Sendable {
  /// Shape [features, hidden]; row i is the paper's W_i.
  var weights: Matrix { get }
  /// How the weights came about, where that is known; figures write it into their files.
  var origin: Origin? { get }
}

extension Embedding {
  public var origin: Origin? { nil }
}

extension Matrix: Embedding {
  public var weights: Matrix { self }
}

extension Embedding {
  /// ‖W_i‖ of every feature: about 1 where it is represented, 0 where it is not.
  public var norms: [Float] { weights.rowNorms }

  /// WᵀW in the paper's notation, shape [features, features]: the dot product of every two
  /// features.
  public var gram: Matrix { weights.gram }

  /// (Ŵ_i · W_j)², shape [features, features], with zeros on the diagonal: the squared component of
  /// feature j in feature i's direction. Lengths below 10⁻⁶ count as 10⁻⁶.
  public var interference: Matrix {
    let gram = gram
    let norms = norms
    return Matrix(rows: gram.rows, columns: gram.rows) { i, j in
      i == j ? 0 : squared(gram[i, j] / max(norms[i], 1e-6))
    }
  }

  /// Σ_{j≠i} (Ŵ_i · W_j)² of every feature i: 0 means orthogonal to all others; 1 or more means
  /// that other features can activate its output as strongly as the feature does. The Colab uses
  /// the square root as colour. O(features · hidden²).
  public var superposition: [Float] {
    directionSquares.map { Float(max(0, $0.all - $0.own)) }
  }

  /// D_i = ‖W_i‖² / Σ_j (Ŵ_i · W_j)² of every feature: the fraction of a dimension that belongs to
  /// the feature. 1 is a dedicated dimension, 1/2 an antipodal pair, 2/5 a pentagon, 0 not
  /// represented. O(features · hidden²).
  public var featureDimensionality: [Float] {
    directionSquares.map { $0.all == 0 ? 0 : Float($0.square / $0.all) }
  }

  /// Of every feature i: ‖W_i‖², (Ŵ_i · W_i)² and Σ_j (Ŵ_i · W_j)² = Ŵ_i WᵀW Ŵ_iᵀ.
  private var directionSquares: [(square: Double, own: Double, all: Double)] {
    let w = DoubleMatrix(weights)
    let spread = w.transposed.times(w)  // [hidden, hidden]
    let through = w.times(spread)
    return (0..<w.rows).map { i in
      let square = dot(w[row: i], w[row: i])
      let length = max(square, 1e-12)
      return (square, square * square / length, dot(w[row: i], through[row: i]) / length)
    }
  }

  /// D* = m / ‖W‖²_F: dimensions per represented feature.
  public var dimensionsPerFeature: Float { Float(weights.columns) / weights.squaredNorm }

  /// ‖W‖²_F / m = 1 / D*: represented features per dimension.
  public var featuresPerDimension: Float { weights.squaredNorm / Float(weights.columns) }

  /// The number of features longer than `threshold`.
  public func representedFeatures(above threshold: Float = 0.5) -> Int {
    norms.count { $0 > threshold }
  }
}

private func squared(_ x: Float) -> Float { x * x }
