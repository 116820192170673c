extension Network {
  /// The larger network that this one simulates. It has separate hidden units for every feature.
  ///
  /// For an input with a single feature it gives the same output as this network, and no feature
  /// affects another feature's output: x̃_i = output(r_i(x_i) + b_i), where r_i is the contribution
  /// of feature i to its own output through the hidden layer. With linear hidden units r_i(x) =
  /// (W_i · V_i) x, one unit per feature; with ReLU hidden units r_i has different slopes for
  /// positive and negative x, two units per feature. The rest of this network's output is
  /// interference between features.
  ///
  /// Source: Elhage et al. (2022), figure 4: an observed model is a noisy simulation of a larger,
  /// disentangled one. The paper draws it; this construction is ours.
  public var disentangled: Network {
    let isReLU = architecture.hiddenActivation == .relu
    let units = isReLU ? 2 * features : features
    var larger = architecture
    larger.hidden = units
    larger.tied = false
    var inputs = Matrix(rows: features, columns: units)
    var outputs = Matrix(rows: features, columns: units)
    for i in 0..<features {
      inputs[i, i] = 1
      outputs[i, i] = response(of: i, to: 1)
      if isReLU {
        inputs[i, features + i] = -1
        outputs[i, features + i] = response(of: i, to: -1)
      }
    }
    return Network(larger, unchecked: inputs, outputs, bias)
  }

  /// The contribution of feature i with `value` to its own output, before the bias.
  private func response(of i: Int, to value: Float) -> Float {
    let output = outputWeights
    return (0..<hidden).reduce(0) { sum, k in
      let h = value * weights[i, k]
      let active = architecture.hiddenActivation == .relu ? max(0, h) : h
      return sum + active * output[i, k]
    }
  }
}
