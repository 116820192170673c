/// A model with weights, from training or built by hand.
///
///     var network = try ReLUOutputModel(hidden: 2).network(weights: [[1, 0], [-1, 0], [0, 1]])
///     network.weights[2, 1] = 0.5
///     try network.loss(on: SparseFeatures(count: 3, sparsity: 0.9))
public struct Network: Embedding, Hashable {
  public let architecture: Architecture
  /// W, shape [features, hidden]: row i is feature i's direction. The shape cannot change: setting
  /// another one traps.
  public var weights: Matrix {
    didSet { Network.keep(shape: oldValue, of: weights, "weights") }
  }
  /// V, shape [features, hidden]; the weights themselves in a tied network. Setting it in a tied
  /// network sets `weights`.
  public var outputWeights: Matrix {
    get { untiedWeights ?? weights }
    set {
      Network.keep(shape: weights, of: newValue, "outputWeights")
      if untiedWeights == nil { weights = newValue } else { untiedWeights = newValue }
    }
  }
  /// b, one number for each feature.
  public var bias: [Float] {
    didSet {
      precondition(
        bias.count == oldValue.count, "the bias has \(oldValue.count) elements, not \(bias.count)")
    }
  }
  private var untiedWeights: Matrix?

  /// The number of input and output features: the paper's n.
  public var features: Int { weights.rows }
  /// Hidden dimensions: the paper's m.
  public var hidden: Int { weights.columns }

  /// Throws `ToyLibError` if the shapes do not match or an element is not finite.
  public init(
    _ model: some ToyModel, weights: Matrix, outputWeights: Matrix? = nil, bias: [Float]? = nil
  ) throws {
    let architecture = model.architecture
    try architecture.validate(features: weights.rows)
    try Network.check(weights, "weights", rows: weights.rows, columns: architecture.hidden)
    if let outputWeights {
      try Network.check(
        outputWeights, "outputWeights", rows: weights.rows, columns: architecture.hidden)
      try require(
        !architecture.tied, "outputWeights", "given", "left out: this model's weights are tied")
    }
    let bias = bias ?? Array(repeating: 0, count: weights.rows)
    guard bias.count == weights.rows else {
      throw ToyLibError.mismatch(
        what: "bias", expected: "\(weights.rows) numbers", found: "\(bias.count)")
    }
    try require(bias.allSatisfy(\.isFinite), "bias", "\(bias)", "finite")
    self.init(
      architecture, unchecked: weights, architecture.tied ? nil : outputWeights ?? weights, bias)
  }

  init(_ architecture: Architecture, unchecked weights: Matrix, _ untied: Matrix?, _ bias: [Float]) {
    self.architecture = architecture
    self.weights = weights
    self.untiedWeights = untied
    self.bias = bias
  }

  private static func keep(shape: Matrix, of new: Matrix, _ name: String) {
    precondition(
      shape.rows == new.rows && shape.columns == new.columns,
      "\(name) are \(shape.rows) × \(shape.columns), not \(new.rows) × \(new.columns)")
  }

  private static func check(_ matrix: Matrix, _ name: String, rows: Int, columns: Int) throws {
    guard matrix.rows == rows && matrix.columns == columns else {
      throw ToyLibError.mismatch(
        what: name, expected: "\(rows) × \(columns)", found: "\(matrix.rows) × \(matrix.columns)")
    }
    try require(
      matrix.elements.allSatisfy(\.isFinite), name, "NaN or infinite in some element", "finite")
  }
}

extension ToyModel {
  /// A network of this model with the given weights [features, hidden]. Without `bias`, biases are
  /// 0.
  public func network(
    weights: Matrix, outputWeights: Matrix? = nil, bias: [Float]? = nil
  ) throws -> Network {
    try Network(self, weights: weights, outputWeights: outputWeights, bias: bias)
  }
}

extension Network: CustomStringConvertible {
  public var description: String { "Network of \(features) features in \(hidden) dimensions" }
}
