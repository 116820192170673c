internal import CToyEngine

extension Optimiser {
  /// Update number `step` (1 is the first) of all parameters. `scale` turns the gradient's sums
  /// into means.
  ///
  /// `part` is the range that is updated, in whole vectors; all parameters by default.
  func update(
    _ parameters: AlignedFloats, _ gradients: AlignedFloats, _ mean: AlignedFloats,
    _ variance: AlignedFloats, part: Range<Int>? = nil, step: Int, factor: Double, scale: Float,
    _ kernels: EngineKernels
  ) {
    let part = part ?? 0..<parameters.count
    let count = Int64(part.count)
    let first = part.lowerBound
    let (parameters, gradients) = (parameters.pointer + first, gradients.pointer + first)
    let (mean, variance) = (mean.pointer + first, variance.pointer + first)
    let rate = Float(self.rate * factor)
    switch self {
    case .sgd(_, let momentum, let decay):
      var descent = EngineDescent(
        gradientScale: scale, rate: rate, momentum: Float(momentum), decay: Float(decay),
        coupledDecay: 0)
      kernels.descent(&descent, count, parameters, gradients, mean)
    case .coupledSGD(_, let momentum, let decay):
      var descent = EngineDescent(
        gradientScale: scale, rate: rate, momentum: Float(momentum), decay: 0,
        coupledDecay: Float(decay))
      kernels.descent(&descent, count, parameters, gradients, mean)
    case .adam(_, let beta1, let beta2, let epsilon):
      var adam = engineAdam(rate, beta1, beta2, epsilon, 0, step, scale)
      kernels.adam(&adam, count, parameters, gradients, mean, variance)
    case .adamW(_, let beta1, let beta2, let epsilon, let decay):
      var adam = engineAdam(rate, beta1, beta2, epsilon, decay, step, scale)
      kernels.adam(&adam, count, parameters, gradients, mean, variance)
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
