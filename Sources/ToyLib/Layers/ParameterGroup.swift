internal import CToyEngine

/// Parameters of a ``LayeredModel`` with settings of their own.
///
///     groups: [
///       ParameterGroup(.biases, decay: 0),
///       ParameterGroup(.named("W1"), lengthPull: 0.5),
///     ]
///
/// Of several groups that have the same parameters, the later one counts.
public struct ParameterGroup: Sendable, Hashable, Codable {
  /// Which parameters belong to a group.
  public enum Members: Sendable, Hashable, Codable {
    case all, weights, biases
    case named([String])

    /// The parameters with this name.
    public static func named(_ name: String) -> Members { .named([name]) }
  }

  public var members: Members
  /// The learning rate before the schedule's factor; the optimiser's if `nil`.
  public var rate: Double?
  /// The weight decay; the optimiser's if `nil`. Adam with a decay is AdamW. An ``UpdateRule`` has none.
  public var decay: Double?
  /// γ of a pull to length 1: before each update, every input's weight vector w (a column of W)
  /// becomes w − rate · γ · (w − w/‖w‖). 0 for none.
  ///
  /// Source: Liu, Liu and Gore, "Superposition Yields Robust Neural Scaling" (2025), whose negative
  /// weight decay −γ it is.
  public var lengthPull: Double
  /// Whether they keep their initial values.
  public var isFrozen: Bool

  public init(
    _ members: Members, rate: Double? = nil, decay: Double? = nil, lengthPull: Double = 0,
    isFrozen: Bool = false
  ) {
    self.members = members
    self.rate = rate
    self.decay = decay
    self.lengthPull = lengthPull
    self.isFrozen = isFrozen
  }

  func contains(_ tensor: LayerPlan.Tensor) -> Bool {
    switch members {
    case .all: true
    case .weights: !tensor.isBias
    case .biases: tensor.isBias
    case .named(let names): names.contains(tensor.name)
    }
  }

  func validate(_ plan: LayerPlan) throws(ToyLibError) {
    if case .named(let names) = members {
      for name in names {
        try require(
          plan.tensors.contains { $0.name == name }, "parameters of a group", "'\(name)'",
          "one of \(plan.tensors.map(\.name).joined(separator: ", "))")
      }
    }
    try require(rate ?? 0 >= 0 && (rate ?? 0).isFinite, "rate of a group", rate ?? 0, "0 or more, finite")
    try require(
      decay ?? 0 >= 0 && (decay ?? 0).isFinite, "decay of a group", decay ?? 0,
      "0 or more, finite; a negative decay is `lengthPull`")
    try require(
      lengthPull >= 0 && lengthPull.isFinite, "lengthPull of a group", lengthPull, "0 or more, finite")
  }
}

extension Optimiser {
  /// The same rule with another rate or decay.
  func with(rate: Double?, decay: Double?) -> Optimiser {
    let rate = rate ?? self.rate
    let decay = decay ?? weightDecay
    switch self {
    case .sgd(_, let momentum, _): return .sgd(rate: rate, momentum: momentum, weightDecay: decay)
    case .coupledSGD(_, let momentum, _):
      return .coupledSGD(rate: rate, momentum: momentum, weightDecay: decay)
    case .adam(_, let beta1, let beta2, let epsilon),
      .adamW(_, let beta1, let beta2, let epsilon, _):
      return .adamW(rate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: decay)
    }
  }
}
