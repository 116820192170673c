extension Network {
  /// The same function with every neuron's largest input weight ±1, for looking at.
  ///
  /// A ReLU neuron's input weights can be multiplied by α > 0 and its output weights divided by
  /// it. A tied network has no such freedom, nor has a neuron without input weights: they stay as
  /// they are. Source: the paper's footnote 15.
  public var withNeuronsScaled: Network {
    guard !architecture.tied else { return self }
    let largest = (0..<hidden).map { k in
      (0..<features).map { abs(weights[$0, k]) }.max() ?? 0
    }
    let scale = largest.map { $0 > 0 ? $0 : 1 }
    var scaled = self
    scaled.weights = Matrix(rows: features, columns: hidden) { weights[$0, $1] / scale[$1] }
    scaled.outputWeights = Matrix(rows: features, columns: hidden) {
      outputWeights[$0, $1] * scale[$1]
    }
    return scaled
  }
}
