extension LinearModel {
  /// The best linear network for independent features of one sparsity, in closed form: the `hidden`
  /// most important features get a dimension each, and the biases of the others are their means.
  ///
  /// Among equally important features the first ones are chosen; the loss does not depend on the
  /// choice. Source: the catalogue's exact form of the paper's L ∼ Σ I_i (1 − ‖W_i‖²)² + Σ I_j (W_j
  /// · W_i)².
  public func solution(for features: SparseFeatures) throws -> Network {
    try features.validate()
    let n = features.count
    let m = architecture.hidden
    let importance = try architecture.importance.weights(count: n)
    let gains = (0..<n).map { Double(importance[$0]) * features.variance(of: $0) }
    let chosen = (0..<n).sorted { (gains[$0], $1) > (gains[$1], $0) }.prefix(m)
    var weights = Matrix(rows: n, columns: m)
    var bias = (0..<n).map { Float(features.mean(of: $0)) }
    for (dimension, feature) in chosen.enumerated() {
      weights[feature, dimension] = 1
      bias[feature] = 0
    }
    return try Network(architecture, weights: weights, outputWeights: nil, bias: bias)
  }
}

extension SparseFeatures {
  /// The mean of feature i: p E[v], which is p/2 for uniform values.
  public func mean(of i: Int) -> Double { densities[i] * magnitude.moments.mean }

  /// The variance of feature i: p E[v²] − (p E[v])², which is p/3 − p²/4 for uniform values.
  public func variance(of i: Int) -> Double {
    let p = densities[i]
    let moments = magnitude.moments
    return p * moments.meanSquare - p * p * moments.mean * moments.mean
  }
}
