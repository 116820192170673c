/// A model's layers as a list of operations on numbered values. Value 0 is the inputs.
struct LayerPlan: Sendable {
  /// Weights or biases that are trained, and their place among all parameters.
  struct Tensor: Sendable {
    let name: String
    let rows: Int, columns: Int
    let isBias: Bool
    /// The inputs of the layer, by which initial weights may be scaled.
    let inputs: Int
    let initial: InitialParameters
    let mask: Matrix?
    /// The first of its numbers: a multiple of 16.
    let offset: Int

    var count: Int { rows * columns }
    /// Its numbers, and zeros up to a multiple of 16.
    var range: Range<Int> { offset..<offset + (count + 15) / 16 * 16 }
  }

  /// Weights: trained ones, or a matrix that is not trained.
  enum Weights: Sendable, Hashable {
    case tensor(Int)
    case constant(Int)
  }

  /// out = Wx (+ b) (+ addend)
  struct Linear: Sendable {
    let input: Int
    var output: Int
    let weights: Weights
    let transposed: Bool
    let bias: Int?
    /// The value that a residual layer adds.
    var addend: Int?
  }

  enum Operation: Sendable {
    case linear(Linear)
    case activation(ActivationFunction, input: Int, output: Int)
    case sum(Int, Int, output: Int)
  }

  private(set) var operations: [Operation] = []
  /// The number of units of each value.
  private(set) var widths: [Int]
  private(set) var tensors: [Tensor] = []
  private(set) var constants: [Matrix] = []
  /// The values that activation functions make, in order.
  private(set) var activations: [Int] = []
  /// The value that is the output.
  private(set) var output = 0
  private var names: [String: Weights] = [:]
  private var linears = 0

  /// Numbers of all parameters, with the zeros between tensors.
  var count: Int { tensors.last?.range.upperBound ?? 0 }

  init(inputs: Int, _ layers: [Layer]) throws {
    widths = [inputs]
    try require(!layers.isEmpty, "layers", "empty", "at least one layer")
    output = try append(layers, to: 0)
  }

  /// The name of a layer's bias.
  static func biasName(_ name: String?, number: Int) -> String {
    name.map { "b_\($0)" } ?? "b\(number)"
  }

  private mutating func append(_ layers: [Layer], to start: Int) throws -> Int {
    var value = start
    for layer in layers {
      switch layer {
      case .linear(let linear): value = try append(linear, to: value)
      case .activation(let function): value = append(function, to: value)
      case .residual(let inner): value = try appendResidual(inner, to: value)
      }
    }
    return value
  }

  private mutating func newValue(_ width: Int) -> Int {
    widths.append(width)
    return widths.count - 1
  }

  private mutating func append(_ function: ActivationFunction, to input: Int) -> Int {
    let output = newValue(widths[input])
    operations.append(.activation(function, input: input, output: output))
    activations.append(output)
    return output
  }

  private mutating func appendResidual(_ layers: [Layer], to input: Int) throws -> Int {
    try require(!layers.isEmpty, "layers of a residual layer", "empty", "at least one layer")
    let inner = try append(layers, to: input)
    guard widths[inner] == widths[input] else {
      throw ToyLibError.mismatch(
        what: "a residual layer, x + f(x)", expected: "\(widths[input]) outputs of f, as many as inputs",
        found: "\(widths[inner])")
    }
    // A product can start from what is added to it.
    if case .linear(var last)? = operations.last, last.output == inner, last.addend == nil {
      last.addend = input
      operations[operations.count - 1] = .linear(last)
      return inner
    }
    let output = newValue(widths[input])
    operations.append(.sum(input, inner, output: output))
    return output
  }

  private mutating func append(_ layer: LinearLayer, to input: Int) throws -> Int {
    linears += 1
    let name = layer.name ?? "W\(linears)"
    let (weights, transposed) = try weights(of: layer, name, inputs: widths[input])
    let shape = shape(of: weights)
    let (outputs, inputs) = transposed ? (shape.columns, shape.rows) : (shape.rows, shape.columns)
    guard inputs == widths[input] else {
      throw ToyLibError.mismatch(
        what: "layer \(name)", expected: "\(widths[input]) inputs, the outputs of the layer before",
        found: "\(inputs)")
    }
    let bias = try layer.bias ? appendBias(layer, outputs: outputs, inputs: inputs) : nil
    let output = newValue(outputs)
    operations.append(
      .linear(
        Linear(input: input, output: output, weights: weights, transposed: transposed, bias: bias)))
    return output
  }

  /// The same function by other operations, with these widths of values and these tensors.
  func with(_ operations: [Operation], widths: [Int], tensors: [Tensor]) -> LayerPlan {
    var plan = self
    (plan.operations, plan.widths, plan.tensors) = (operations, widths, tensors)
    return plan
  }

  func shape(of weights: Weights) -> (rows: Int, columns: Int) {
    switch weights {
    case .tensor(let i): (tensors[i].rows, tensors[i].columns)
    case .constant(let i): (constants[i].rows, constants[i].columns)
    }
  }

  private mutating func weights(
    of layer: LinearLayer, _ name: String, inputs: Int
  ) throws -> (Weights, transposed: Bool) {
    switch layer.weights {
    case .shared(let other, let transposed):
      guard let weights = names[other] else {
        throw ToyLibError.invalid(
          parameter: "the layer with shared weights", value: "'\(other)'",
          allowed: "the name of an earlier layer: \(names.keys.sorted().joined(separator: ", "))")
      }
      return (weights, transposed)
    case .fixed(let matrix):
      try matrix.check("the fixed weights \(name)", rows: matrix.rows, columns: inputs)
      constants.append(matrix)
      return (try note(.constant(constants.count - 1), as: name), false)
    case .trained(let outputs, let initial, let mask):
      try require(outputs >= 1 && outputs <= 1 << 20, "outputs of \(name)", outputs, "between 1 and 2^20")
      try mask?.check("the mask of \(name)", rows: outputs, columns: inputs)
      try append(name, outputs, inputs, isBias: false, inputs: inputs, initial, mask)
      return (try note(.tensor(tensors.count - 1), as: name), false)
    }
  }

  private mutating func note(_ weights: Weights, as name: String) throws(ToyLibError) -> Weights {
    try require(names[name] == nil, "name of a layer", "'\(name)' twice", "different for each layer")
    names[name] = weights
    return weights
  }

  private mutating func appendBias(_ layer: LinearLayer, outputs: Int, inputs: Int) throws -> Int {
    let name = LayerPlan.biasName(layer.name, number: linears)
    try append(name, 1, outputs, isBias: true, inputs: inputs, layer.initialBias, nil)
    return tensors.count - 1
  }

  private mutating func append(
    _ name: String, _ rows: Int, _ columns: Int, isBias: Bool, inputs: Int,
    _ initial: InitialParameters, _ mask: Matrix?
  ) throws {
    try initial.validate(name, rows: rows, columns: columns)
    try require(
      !tensors.contains { $0.name == name }, "name of a layer", "'\(name)' twice",
      "different for each layer")
    tensors.append(
      Tensor(
        name: name, rows: rows, columns: columns, isBias: isBias, inputs: inputs, initial: initial,
        mask: mask, offset: count))
  }
}

extension LayerPlan {
  /// Initial parameters, tensor by tensor, from the instance's random numbers.
  func initialParameters(_ key: RandomKey) -> [Float] {
    var random = RandomSource(key: key, purpose: .initialWeights)
    var parameters = [Float](repeating: 0, count: count)
    for tensor in tensors {
      let values = tensor.initial.drawn(tensor.count, inputs: tensor.inputs, using: &random)
      for (i, value) in values.enumerated() where tensor.mask?.elements[i] != 0 {
        parameters[tensor.offset + i] = value
      }
    }
    return parameters
  }

  /// Whether the gradient by each value is needed, if only some tensors are `trained`.
  func needsGradient(trained: [Bool]) -> [Bool] {
    var needed = Array(repeating: false, count: widths.count)
    for operation in operations {
      switch operation {
      case .linear(let linear):
        var own = linear.bias.map { trained[$0] } ?? false
        if case .tensor(let i) = linear.weights, trained[i] { own = true }
        needed[linear.output] =
          own || needed[linear.input] || (linear.addend.map { needed[$0] } ?? false)
      case .activation(_, let input, let output): needed[output] = needed[input]
      case .sum(let a, let b, let output): needed[output] = needed[a] || needed[b]
      }
    }
    return needed
  }

  /// Samples in a chunk. It depends on the sizes alone: a chunk's values stay in the second-level
  /// cache, and the sums of large layers are added rarely.
  var chunk: Int {
    let bytes = 4 * 2 * widths.reduce(0, +)
    let fitting = (512 << 10) / bytes / 64 * 64
    return min(256, max(count > 1 << 15 ? 128 : 64, fitting))
  }
}
