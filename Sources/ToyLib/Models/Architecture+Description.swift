extension Architecture: CustomStringConvertible {
  /// The model's formula in the paper's notation, and the settings that differ from the defaults.
  public var description: String {
    let ways = ([sizes] + [importanceWords, penaltyWords].compactMap(\.self)).joined(separator: ", ")
    return "\(formula): \(ways)"
  }

  private var formula: String {
    let (encoder, decoder) = tied ? ("W", "Wᵀ") : ("W₁", "W₂")
    let code = hiddenActivation == .relu ? "ReLU(\(encoder)x)" : "\(encoder)x"
    let sum = decoder + code + (bias ? " + b" : "")
    let output = outputActivation == .relu ? "ReLU(\(sum))" : sum
    return target == .absoluteValue ? "y′ = \(output) for |x|" : "x′ = \(output)"
  }

  private var sizes: String {
    let noun = hiddenActivation == .relu ? "neuron" : "dimension"
    return "\(hidden) hidden \(noun)\(hidden == 1 ? "" : "s")"
  }

  private var importanceWords: String? {
    switch importance {
    case .constant(1): nil
    case .constant(let value): "importance \(value)"
    case .geometric(let ratio): "importance \(ratio)^i"
    case .logSpaced(let first, let last): "importance \(first) to \(last)"
    case .custom(let values): "importances of its own for \(values.count) features"
    }
  }

  private var penaltyWords: String? { hiddenPenalty == 0 ? nil : "penalty \(hiddenPenalty)·‖h‖₁" }
}

extension ToyModel {
  /// The formula of the model's ``Architecture``.
  public var description: String { architecture.description }
}

extension LinearModel: CustomStringConvertible {}
extension ReLUOutputModel: CustomStringConvertible {}
extension ReLUHiddenModel: CustomStringConvertible {}
extension AbsoluteValueModel: CustomStringConvertible {}
