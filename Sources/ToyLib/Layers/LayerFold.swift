/// A layered model that computes the same function with fewer multiply-adds: matrices that follow each other without an
/// activation function and without a bias between them, of which some are not trained, are replaced by their products.
///
/// With a fixed embedding E, for example, y = Eᵀ(E x + V ReLU(W E x)) is y = (EᵀE) x + (Eᵀ V) ReLU((W E) x). The products
/// are made once a step. From the gradients by them follow those by W and V: with A = W E, ∂L/∂W = ∂L/∂A Eᵀ.
struct LayerFold: Sendable {
  /// A matrix, or its transpose. After the tensors of the model come the products: `.tensor(tensors + i)` is product i.
  struct Factor: Sendable, Hashable {
    let weights: LayerPlan.Weights
    let isTransposed: Bool

    init(_ linear: LayerPlan.Linear) { (weights, isTransposed) = (linear.weights, linear.transposed) }
  }

  /// left · right, shapes [rows, inner] and [inner, columns].
  struct Product: Sendable {
    let left: Factor, right: Factor
    let rows: Int, inner: Int, columns: Int
    /// Whether the factors need gradients.
    let trainsLeft: Bool, trainsRight: Bool

    var isTrained: Bool { trainsLeft || trainsRight }
    /// Multiply-adds in a step.
    var cost: Double {
      isTrained ? Double(rows * inner * columns) * (1 + (trainsLeft ? 1 : 0) + (trainsRight ? 1 : 0)) : 0
    }
  }

  /// The model that makes the gradients.
  private(set) var model: LayeredModel
  /// For each tensor of `model`, whether it needs a gradient.
  private(set) var trained: [Bool]
  /// For each tensor of `model`, the one that it is, numbered as in a `Factor`.
  private(set) var sources: [Int] = []
  private(set) var products: [Product] = []
  /// The tensors of the original model.
  private(set) var original: [LayerPlan.Tensor]
  private var numbers: [[Factor]: Int] = [:]

  /// `nil` unless products save at least half of a step's multiply-adds. That depends on the sizes, the density of the
  /// inputs and the batch alone, like everything that affects the order of a sum.
  ///
  /// - Parameters:
  ///   - trained: Whether each tensor is trained.
  ///   - work: What a step of such a model costs.
  init?(_ model: LayeredModel, trained: [Bool], work: LayerWork) {
    self.model = model
    self.trained = trained
    original = model.plan.tensors
    var cost = work.cost(model.plan, trained: trained)
    let before = cost
    while let (better, itsCost) = shorter(work), itsCost < cost { (self, cost) = (better, itsCost) }
    guard !products.isEmpty, cost <= before / 2 else { return nil }
    finish()
  }

  /// The cheapest model in which one more space is folded, and its cost.
  private func shorter(_ work: LayerWork) -> (LayerFold, cost: Double)? {
    LayerSpace.all(in: model.plan) { isTrained($0) }.map { space in
      let fold = folding(space)
      return (fold, work.cost(fold.model.plan, trained: fold.trained, products: fold.products))
    }.min { $0.1 < $1.1 }
  }

  private func isTrained(_ weights: LayerPlan.Weights) -> Bool {
    if case .tensor(let i) = weights { trained[i] } else { false }
  }

  // MARK: One space

  private func folding(_ space: LayerSpace) -> LayerFold {
    var fold = self
    var (operations, widths) = ([LayerPlan.Operation](), model.plan.widths)
    for value in space.terms.keys { widths[value] = 0 }
    for operation in model.plan.operations {
      if let output = operation.output, space.terms[output] != nil { continue }
      guard case .linear(let linear) = operation, let terms = space.terms[linear.input] else {
        operations.append(operation)
        continue
      }
      // One product after the other, each added to the one before.
      var addend = linear.addend
      for (number, term) in terms.enumerated() {
        var output = linear.output
        if number < terms.count - 1 {
          output = widths.count
          widths.append(widths[linear.output])
        }
        operations.append(
          .linear(
            LayerPlan.Linear(
              input: term.input, output: output, weights: .tensor(fold.product(Factor(linear), term.matrix)),
              transposed: false, bias: number == 0 ? linear.bias : nil, addend: addend)))
        addend = output
      }
    }
    fold.replacePlan(operations, widths: widths)
    return fold
  }

  private mutating func replacePlan(
    _ operations: [LayerPlan.Operation], widths: [Int]? = nil, tensors: [LayerPlan.Tensor]? = nil
  ) {
    let plan = model.plan
    model = LayeredModel(
      model, plan: plan.with(operations, widths: widths ?? plan.widths, tensors: tensors ?? plan.tensors))
  }

  /// The tensor that is left · right.
  private mutating func product(_ left: Factor, _ right: Factor) -> Int {
    if let number = numbers[[left, right]] { return number }
    let (l, r) = (shape(left), shape(right))
    products.append(
      Product(
        left: left, right: right, rows: l.rows, inner: l.columns, columns: r.columns,
        trainsLeft: isTrained(left.weights), trainsRight: isTrained(right.weights)))
    trained.append(products[products.count - 1].isTrained)
    let tensors = model.plan.tensors
    replacePlan(model.plan.operations, tensors: tensors + [.product(rows: l.rows, columns: r.columns, after: tensors)])
    numbers[[left, right]] = tensors.count
    return tensors.count
  }

  private func shape(_ factor: Factor) -> (rows: Int, columns: Int) {
    let shape = model.plan.shape(of: factor.weights)
    return factor.isTransposed ? (shape.columns, shape.rows) : shape
  }

  // MARK: The last step

  /// Leaves only the tensors that are used.
  private mutating func finish() {
    var (tensors, places) = ([LayerPlan.Tensor](), [Int: Int]())
    func place(_ number: Int) -> Int {
      if let place = places[number] { return place }
      let tensor = model.plan.tensors[number]
      tensors.append(.copy(of: tensor, after: tensors))
      sources.append(number)
      places[number] = tensors.count - 1
      return tensors.count - 1
    }
    let operations = model.plan.operations.map { operation in
      guard case .linear(let old) = operation else { return operation }
      var weights = old.weights
      if case .tensor(let number) = weights { weights = .tensor(place(number)) }
      return .linear(
        LayerPlan.Linear(
          input: old.input, output: old.output, weights: weights, transposed: old.transposed,
          bias: old.bias.map(place), addend: old.addend))
    }
    trained = sources.map { trained[$0] }
    replacePlan(operations, tensors: tensors)
  }
}

extension LayerPlan.Operation {
  /// The value that it makes.
  fileprivate var output: Int? {
    switch self {
    case .linear(let linear): linear.output
    case .activation(_, _, let output), .sum(_, _, let output): output
    }
  }
}

extension LayerPlan.Tensor {
  fileprivate static func product(rows: Int, columns: Int, after tensors: [Self]) -> Self {
    Self(
      name: "", rows: rows, columns: columns, isBias: false, inputs: columns, initial: .zeros, mask: nil,
      offset: tensors.last?.range.upperBound ?? 0)
  }

  fileprivate static func copy(of tensor: Self, after tensors: [Self]) -> Self {
    Self(
      name: tensor.name, rows: tensor.rows, columns: tensor.columns, isBias: tensor.isBias, inputs: tensor.inputs,
      initial: tensor.initial, mask: tensor.mask, offset: tensors.last?.range.upperBound ?? 0)
  }
}
