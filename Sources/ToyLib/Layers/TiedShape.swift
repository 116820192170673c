internal import CToyEngine

/// What makes a layered model one of the paper's: y = Wᵀ W x + b, or its ReLU, trained to output x with the squared
/// error. On very sparse features such a model trains with the Gram matrix WᵀW (see ``GramMemory``).
struct TiedShape: Sendable {
  /// W: [hidden][features].
  let weights: LayerPlan.Tensor
  let bias: LayerPlan.Tensor?
  let hasOutputReLU: Bool
  /// What a sample's squared errors are multiplied by, for each feature.
  let importance: [Float]

  /// `nil` for other models.
  init?(_ model: LayeredModel) {
    let plan = model.plan
    guard (2...3).contains(plan.operations.count), case .linear(let inner) = plan.operations[0],
      case .linear(let outer) = plan.operations[1], case .tensor(let tensor) = inner.weights,
      inner.input == 0, !inner.transposed, inner.bias == nil, inner.addend == nil,
      outer.input == inner.output, outer.weights == inner.weights, outer.transposed, outer.addend == nil,
      model.target.isInputs, !model.loss.hasActivationPenalties, let importance = model.squaredErrorImportance
    else { return nil }
    hasOutputReLU = plan.operations.count == 3
    if hasOutputReLU {
      guard case .activation(let function, outer.output, _) = plan.operations[2], function.kind == ENGINE_RELU
      else { return nil }
    }
    weights = plan.tensors[tensor]
    bias = outer.bias.map { plan.tensors[$0] }
    self.importance = importance
  }

  var hidden: Int { weights.rows }
  var features: Int { weights.columns }
}

extension LossFunction {
  fileprivate var hasActivationPenalties: Bool {
    terms.contains { if case .activations = $0.kind { true } else { false } }
  }
}
