/// A model that is described by its layers, its target and its loss. Training makes networks of it.
///
///     let model = try LayeredModel(
///       inputs: 100, [.linear(50, bias: false), .relu, .linear(100, bias: false)],
///       target: .relu, loss: .power(4))
///     // y = W₂ ReLU(W₁ x), t = ReLU(x): mean |y − t|⁴
///
/// The paper's models have types of their own, such as ``ReLUOutputModel``, which train faster.
public struct LayeredModel: Sendable {
  /// The number of inputs: the features of a sample.
  public let inputs: Int
  public let layers: [Layer]
  public let target: TargetFunction
  public let loss: LossFunction
  let plan: LayerPlan

  /// The number of outputs.
  public var outputs: Int { plan.widths[plan.output] }

  /// - Parameters:
  ///   - inputs: The number of inputs.
  ///   - layers: What is done to them, in order.
  ///   - target: What to output. Default: the inputs.
  ///   - loss: What training minimises. Default: the squared error.
  /// - Throws: `ToyLibError` if the shapes do not fit together, or a number is not allowed.
  public init(
    inputs: Int, _ layers: [Layer], target: TargetFunction = .inputs,
    loss: LossFunction = .squaredError
  ) throws {
    try require(inputs >= 1 && inputs <= 1 << 16, "inputs", inputs, "between 1 and 65,536")
    self.inputs = inputs
    self.layers = layers
    self.target = target
    self.loss = loss
    plan = try LayerPlan(inputs: inputs, layers)
    try target.validate(inputs: inputs, outputs: plan.widths[plan.output])
    try loss.validate(outputs: plan.widths[plan.output], activations: plan.activations.count)
  }

  /// The same function by another plan.
  init(_ model: LayeredModel, plan: LayerPlan) {
    (inputs, layers, target, loss) = (model.inputs, model.layers, model.target, model.loss)
    self.plan = plan
  }

  /// The names and shapes of what is trained, in the order of the layers.
  public var parameters: [(name: String, rows: Int, columns: Int)] {
    plan.tensors.map { ($0.name, $0.rows, $0.columns) }
  }
}

extension LayeredModel: CustomStringConvertible {
  /// The model's formula, its target and its loss: `y = W₂ ReLU(W₁ x), t = ReLU(x): mean |y − t|⁴`.
  public var description: String { "\(LayerFormula(layers).text), t = \(target): \(loss)" }
}
