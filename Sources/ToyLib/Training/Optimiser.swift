/// The update rule for the weights. Rates are per step, before the schedule's factor.
public enum Optimiser: Sendable, Hashable, Codable {
  /// Gradient descent: v ← momentum · v + g, θ ← (1 − rate · weightDecay) · θ − rate · v.
  ///
  /// The decay is decoupled from the gradient, as AdamW's is. Without momentum it equals
  /// ``coupledSGD(rate:momentum:weightDecay:)``.
  case sgd(rate: Double, momentum: Double = 0, weightDecay: Double = 0)
  /// Gradient descent as PyTorch's `SGD` does it: v ← momentum · v + g + weightDecay · θ,
  /// θ ← θ − rate · v.
  ///
  /// The decay is part of the gradient of the loss plus weightDecay · ‖θ‖² / 2, so momentum acts on it.
  case coupledSGD(rate: Double, momentum: Double = 0, weightDecay: Double = 0)
  /// Source: Kingma and Ba, "Adam" (2015).
  case adam(rate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8)
  /// Adam with decoupled weight decay of weights and biases, like PyTorch's AdamW. The Colab uses
  /// it.
  case adamW(
    rate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
    weightDecay: Double = 0.01)

  /// The step size before the schedule's factor.
  public var rate: Double {
    switch self {
    case .sgd(let rate, _, _), .coupledSGD(let rate, _, _), .adam(let rate, _, _, _),
      .adamW(let rate, _, _, _, _):
      rate
    }
  }

  /// The weight decay per step, relative to the rate; 0 for Adam.
  public var weightDecay: Double {
    switch self {
    case .sgd(_, _, let decay), .coupledSGD(_, _, let decay), .adamW(_, _, _, _, let decay): decay
    case .adam: 0
    }
  }

  func validate() throws(ToyLibError) {
    try require(rate >= 0 && rate.isFinite, "rate", rate, "0 or more, finite")
    switch self {
    case .sgd(_, let momentum, let decay), .coupledSGD(_, let momentum, let decay):
      try require(momentum >= 0 && momentum < 1, "momentum", momentum, "at least 0 and below 1")
      try require(decay >= 0 && decay.isFinite, "weightDecay", decay, "0 or more, finite")
    case .adam(_, let beta1, let beta2, let epsilon):
      try Optimiser.validate(beta1, beta2, epsilon, 0)
    case .adamW(_, let beta1, let beta2, let epsilon, let decay):
      try Optimiser.validate(beta1, beta2, epsilon, decay)
    }
  }

  private static func validate(
    _ beta1: Double, _ beta2: Double, _ epsilon: Double, _ decay: Double
  ) throws(ToyLibError) {
    try require(beta1 >= 0 && beta1 < 1, "beta1", beta1, "at least 0 and below 1")
    try require(beta2 >= 0 && beta2 < 1, "beta2", beta2, "at least 0 and below 1")
    try require(epsilon > 0 && epsilon.isFinite, "epsilon", epsilon, "above 0, finite")
    try require(decay >= 0 && decay.isFinite, "weightDecay", decay, "0 or more, finite")
  }
}
