extension Network {
  /// The same function, scaled so that every neuron's largest input weight is ±1. For display.
  ///
  /// A ReLU neuron's input weights can be multiplied by α > 0 and its output weights divided by it.
  /// This is not possible in a tied network or for a neuron without input weights; they stay
  /// unchanged. Source: the paper's footnote 15.
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
