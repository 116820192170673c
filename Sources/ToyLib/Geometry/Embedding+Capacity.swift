/// How features share the hidden dimensions.
///
/// The capacity C_i = (W_i·W_i)² / Σ_j (W_i·W_j)² of Scherlis et al., "Polysemanticity and Capacity
/// in Neural Networks" (2022), is the paper's feature dimensionality D_i: `featureDimensionality`.
extension Embedding {
  /// Σ_i D_i, the total capacity. It is at most the rank of W, and near m if features use the
  /// dimensions efficiently.
  public var totalDimensionality: Double {
    featureDimensionality.reduce(0) { $0 + Double($1) }
  }

  /// Σ_i D_i / m: 1 if every dimension is fully used.
  public var packingEfficiency: Double { totalDimensionality / Double(weights.columns) }

  /// τ_i = W_i (WᵀW)⁺ W_i, the leverage score of every feature: the largest fraction of the squared
  /// output in any direction that is due to the feature. It is at least D_i, equal to D_i if
  /// features share their subspace evenly, and sums exactly to the rank of W.
  ///
  /// Singular values below 10⁻⁶ of the largest count as zero. Throws `ToyLibError` when a weight is
  /// not finite. Source: F. Zhang's comment on Elhage et al. (2022).
  public var leverageScores: [Double] {
    get throws {
      let decomposition = try weights.singularValueDecomposition
      let kept = 0..<decomposition.rank()
      return (0..<weights.rows).map { i in
        kept.reduce(0) { $0 + decomposition.leftAxes[$1, i] * decomposition.leftAxes[$1, i] }
      }
    }
  }

  /// The rank of W: the number of singular values above `tolerance` times the largest. Throws
  /// `ToyLibError` when a weight is not finite.
  public func rank(tolerance: Double = 1e-6) throws -> Int {
    try weights.singularValueDecomposition.rank(tolerance: tolerance)
  }

  /// max |Ŵ_i · Ŵ_j| over features longer than `norm`: the coherence of compressed sensing, the L∞
  /// companion of `superposition`. 0 for fewer than two.
  public func coherence(above norm: Float = 0.5) -> Double {
    featureGraph(threshold: 0, above: norm).edges.map { abs($0.cosine) }.max() ?? 0
  }
}
