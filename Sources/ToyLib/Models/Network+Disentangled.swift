extension Network {
  /// The larger network that this one simulates, with hidden units of its own for every feature.
  ///
  /// It answers for feature i just as this network does when i comes alone, and no feature touches
  /// another's output: x̃_i = output(r_i(x_i) + b_i), where r_i is what feature i sends to its own
  /// output through the hidden layer. With linear hidden units r_i(x) = (W_i · V_i) x, one unit a
  /// feature; with ReLU ones r_i has a slope for positive and one for negative x, two units a
  /// feature. What this network answers besides is interference between features.
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

  /// What feature i at `value` sends to its own output, before the bias.
  private func response(of i: Int, to value: Float) -> Float {
    let output = outputWeights
    return (0..<hidden).reduce(0) { sum, k in
      let h = value * weights[i, k]
      let active = architecture.hiddenActivation == .relu ? max(0, h) : h
      return sum + active * output[i, k]
    }
  }
}
