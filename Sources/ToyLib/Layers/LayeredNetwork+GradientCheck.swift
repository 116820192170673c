extension LayeredNetwork {
  /// Compares the gradient of the loss on up to 64 `samples` [samples, inputs] with differences of the
  /// loss, at some of the parameters. Training does it at its start for models with functions of
  /// your own, and prints a warning if a derivative is wrong.
  public func checkGradient(on samples: Matrix) throws -> GradientCheck {
    let samples = samples[rows: 0..<Swift.min(64, samples.rows)]
    let (_, gradient) = try lossAndGradient(on: samples)
    var comparison = GradientComparison()
    for tensor in model.plan.tensors {
      for i in GradientComparison.chosen(of: tensor.count) where tensor.mask?.elements[i] != 0 {
        let at = tensor.offset + i
        let place =
          tensor.isBias
          ? "\(tensor.name)[\(i)]" : "\(tensor.name)[\(i / tensor.columns), \(i % tensor.columns)]"
        try comparison.add(place, gradient.parameters[at], at: parameters[at]) { value in
          var changed = self
          changed.parameters[at] = value
          return Float(try changed.loss(on: samples))
        }
      }
    }
    return comparison.check
  }
}
