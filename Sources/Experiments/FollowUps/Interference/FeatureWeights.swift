public import ToyLib

/// The weights between features of one network y = ReLU(V W x + b), and what each of them does.
public struct FeatureWeights: Sendable {
  /// V W, shape [outputs, inputs].
  public let weights: Matrix
  /// b, one number for each output.
  let bias: [Float]
  /// The summed loss of all samples without a weight, less that with it. Above 0 the weight is of use.
  public let effects: Matrix
  /// E(x_j y_i) / E(y_i): how much of feature j is present where output i is active.
  public let coactivation: Matrix
  let samples: Matrix, targets: Matrix

  init(_ network: LayeredNetwork, on samples: Matrix) throws {
    weights = try network["W2"].times(network["W1"])
    bias = try network["b2"].elements
    self.samples = samples
    targets = try network.targets(of: samples)
    (effects, coactivation) = Self.measured(weights, bias, samples, targets)
  }

  private static func measured(
    _ weights: Matrix, _ bias: [Float], _ samples: Matrix, _ targets: Matrix
  ) -> (effects: Matrix, coactivation: Matrix) {
    let products = samples.times(weights.transposed)
    var effects = Matrix(rows: weights.rows, columns: weights.columns)
    var coactivation = effects
    var outputs = bias.map { _ in Float(0) }
    for row in 0..<samples.rows {
      let present = (0..<samples.columns).filter { samples[row, $0] != 0 }
      for i in bias.indices {
        let (sum, target) = (products[row, i] + bias[i], targets[row, i])
        let output = max(0, sum)
        outputs[i] += output
        for j in present {
          let without = max(0, sum - weights[i, j] * samples[row, j]) - target
          effects[i, j] += without * without - (output - target) * (output - target)
          coactivation[i, j] += samples[row, j] * output
        }
      }
    }
    let shares = Matrix(rows: weights.rows, columns: weights.columns) { coactivation[$0, $1] / max(outputs[$0], 1e-9) }
    return (effects, shares)
  }

  /// The loss with only some weights between different features, without training again.
  public func loss(keeping isKept: (_ output: Int, _ input: Int) -> Bool) -> Double {
    let kept = Matrix(rows: weights.rows, columns: weights.columns) { i, j in
      i == j || isKept(i, j) ? weights[i, j] : 0
    }
    let products = samples.times(kept.transposed)
    let outputs = Matrix(rows: products.rows, columns: products.columns) { max(0, products[$0, $1] + bias[$1]) }
    return LossEstimate(of: outputs, against: targets).value
  }
}

/// By what a weight between features is judged to be real.
public enum WeightDefinition: String, CaseIterable, Sendable {
  /// The baseline: |w|.
  case magnitude
  /// |w| of a model with as many dimensions as features, trained on the same data.
  case withoutSuperposition = "without superposition"
  /// The loss without the weight, less that with it.
  case effect = "effect on the loss"
  /// |w| E(x_j y_i) / E(y_i).
  case attribution = "expected attribution"
}
