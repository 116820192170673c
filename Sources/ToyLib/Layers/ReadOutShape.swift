internal import CToyEngine

/// What lets a layered model's last layer train by moments: it is linear, y = W h + b, its loss is the squared error, and
/// most of the targets t are 0.
///
/// With H = Σ h hᵀ, S = Σ h and T = Σ t hᵀ over the samples, the gradient by W is 2 (W H + b Sᵀ − T), and that by h is
/// 2 (WᵀW h + Wᵀb − Wᵀt). Neither needs y. So a sample costs two products of m × m for m hidden units, and m for each
/// target that is not 0, where the ordinary way costs three products with all outputs.
struct ReadOutShape: Sendable {
  let layer: LayerPlan.Linear
  /// W: [outputs][hidden].
  let weights: LayerPlan.Tensor
  let bias: LayerPlan.Tensor?
  /// What a sample's squared errors are multiplied by, for each output.
  let importance: [Float]

  /// `nil` for other models, and where it would not pay: it depends on the sizes and the density of the inputs alone,
  /// like everything that affects the order of a sum.
  init?(_ model: LayeredModel, density: Double) {
    let plan = model.plan
    guard plan.operations.count >= 2, case .linear(let last)? = plan.operations.last,
      case .tensor(let tensor) = last.weights, last.output == plan.output, last.input != 0, !last.transposed,
      last.addend == nil,
      plan.operations.dropLast().allSatisfy({ !$0.reads(last.weights) }), model.target.isSparse,
      let importance = model.squaredErrorImportance
    else { return nil }
    layer = last
    weights = plan.tensors[tensor]
    bias = last.bias.map { plan.tensors[$0] }
    self.importance = importance
    guard outputs >= 4 * hidden, hidden <= 256, density <= 0.2 else { return nil }
  }

  var outputs: Int { weights.rows }
  var hidden: Int { weights.columns }

  /// Samples in a chunk: a product W H is made for each and pays off with many samples.
  static let chunk = 512
}

extension LayerPlan.Operation {
  fileprivate func reads(_ weights: LayerPlan.Weights) -> Bool {
    if case .linear(let linear) = self { linear.weights == weights } else { false }
  }
}

extension TargetFunction {
  /// Whether sparse inputs have sparse targets.
  fileprivate var isSparse: Bool {
    switch kind {
    case .elements, .pairs: matrix == nil
    case .own: false
    }
  }
}

extension LayeredModel {
  /// What a sample's squared errors are multiplied by, for each output; `nil` if the loss of the outputs is not the
  /// squared error. Penalties do not count.
  var squaredErrorImportance: [Float]? {
    let terms = loss.terms.filter { term in
      switch term.kind {
      case .weights, .activations: false
      case .power, .crossEntropy, .own: true
      }
    }
    guard terms.count == 1, case .power(2, let importance) = terms[0].kind else { return nil }
    let factor = Float(terms[0].factor / Double(outputs))
    return (try? importance.weights(count: outputs))?.map { $0 * factor }  // the model has checked them
  }
}
