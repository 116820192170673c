internal import CToyEngine

extension Optimiser {
  /// Update number `step` (1 is the first) of all parameters. `scale` turns the gradient's sums
  /// into means.
  func update(
    _ parameters: AlignedFloats, _ gradients: AlignedFloats, _ mean: AlignedFloats,
    _ variance: AlignedFloats, step: Int, factor: Double, scale: Float, _ kernels: EngineKernels
  ) {
    let count = Int64(parameters.count)
    let rate = Float(self.rate * factor)
    switch self {
    case .sgd(_, let momentum, let decay):
      var descent = EngineDescent(
        gradientScale: scale, rate: rate, momentum: Float(momentum), decay: Float(decay),
        coupledDecay: 0)
      kernels.descent(&descent, count, parameters.pointer, gradients.pointer, mean.pointer)
    case .coupledSGD(_, let momentum, let decay):
      var descent = EngineDescent(
        gradientScale: scale, rate: rate, momentum: Float(momentum), decay: 0,
        coupledDecay: Float(decay))
      kernels.descent(&descent, count, parameters.pointer, gradients.pointer, mean.pointer)
    case .adam(_, let beta1, let beta2, let epsilon):
      var adam = engineAdam(rate, beta1, beta2, epsilon, 0, step, scale)
      kernels.adam(
        &adam, count, parameters.pointer, gradients.pointer, mean.pointer, variance.pointer)
    case .adamW(_, let beta1, let beta2, let epsilon, let decay):
      var adam = engineAdam(rate, beta1, beta2, epsilon, decay, step, scale)
      kernels.adam(
        &adam, count, parameters.pointer, gradients.pointer, mean.pointer, variance.pointer)
    }
  }

  private func engineAdam(
    _ rate: Float, _ beta1: Double, _ beta2: Double, _ epsilon: Double, _ decay: Double,
    _ step: Int, _ scale: Float
  ) -> EngineAdam {
    EngineAdam(
      gradientScale: scale, rate: rate, beta1: Float(beta1), rest1: Float(1 - beta1),
      beta2: Float(beta2), rest2: Float(1 - beta2),
      epsilon: Float(epsilon), correction1: Float(1 - power(beta1, step)),
      rootCorrection2: Float((1 - power(beta2, step)).squareRoot()), decay: Float(decay))
  }

  /// base^exponent by repeated squaring: it gives the same bits everywhere, unlike libm's pow.
  private func power(_ base: Double, _ exponent: Int) -> Double {
    var result = 1.0
    var square = base
    var left = exponent
    while left > 0 {
      if left & 1 == 1 { result *= square }
      square *= square
      left >>= 1
    }
    return result
  }
}
