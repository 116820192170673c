extension Embedding {
  /// The singular values of W, largest first: how long the embedding is along its principal axes.
  /// Throws `ToyLibError` when a weight is not finite.
  public var singularValues: [Double] {
    get throws { try weights.singularValueDecomposition.values }
  }
}
