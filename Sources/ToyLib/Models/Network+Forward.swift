extension Network {
  /// h for every sample: [samples, features] → [samples, hidden].
  public func hiddenActivations(of samples: Matrix) throws -> Matrix {
    try check(samples)
    return activated(samples.times(weights), architecture.hiddenActivation)
  }

  /// x′ for every sample: [samples, features] → [samples, features].
  public func outputs(of samples: Matrix) throws -> Matrix {
    let z = try hiddenActivations(of: samples).times(outputWeights.transposed)
    return activated(
      Matrix(rows: z.rows, columns: z.columns) { z[$0, $1] + bias[$1] },
      architecture.outputActivation)
  }

  /// The target outputs: the samples, or their absolute values.
  public func targets(of samples: Matrix) -> Matrix {
    architecture.target == .identity ? samples : samples.map(abs)
  }

  private func activated(_ values: Matrix, _ activation: Activation) -> Matrix {
    activation == .relu ? values.map { max(0, $0) } : values
  }

  func check(_ samples: Matrix) throws(ToyLibError) {
    guard samples.columns == features else {
      throw .mismatch(
        what: "samples", expected: "\(features) features each", found: "\(samples.columns)")
    }
    try require(samples.rows >= 1, "samples", samples.rows, "at least 1")
  }
}
