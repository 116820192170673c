public import ToyLib

/// A network whose matrices follow each other, with ReLUs between them where wanted, and fixed matrices before
/// the first and after the last one: y = ReLU(R W_L … ReLU(W₁ E x) … + b).
///
/// A residual connection around the matrices adds R E x to y. Without a ReLU at the end, the decomposition is
/// the same with it and without it, as y is compared only with that of the masked network, which has it too.
public struct LinearChain: Sendable, Hashable {
  /// W₁, W₂, …, each [outputs, inputs].
  public let matrices: [Matrix]
  /// b, one number for each output.
  public let bias: [Float]
  /// For each matrix, whether a ReLU follows it; that of the last one is after the bias.
  public let rectified: [Bool]
  /// E [inputs of W₁, inputs], which is not decomposed.
  public let embedding: Matrix?
  /// R [outputs, outputs of W_L], which is not decomposed.
  public let readOut: Matrix?

  /// - Parameters:
  ///   - matrices: W₁, W₂, …, at least one.
  ///   - bias: b, one number for each output.
  ///   - rectified: For each matrix, whether a ReLU follows it. Default: only the last one.
  ///   - embedding: E, if the inputs pass through a fixed matrix first.
  ///   - readOut: R, if the outputs of the last matrix pass through a fixed matrix.
  /// - Throws: `ToyLibError` if the shapes do not fit together.
  public init(
    _ matrices: [Matrix], bias: [Float], rectified: [Bool]? = nil, embedding: Matrix? = nil, readOut: Matrix? = nil
  ) throws {
    try require(!matrices.isEmpty, "matrices", "empty", "at least one matrix")
    let maps = (embedding.map { [$0] } ?? []) + matrices + (readOut.map { [$0] } ?? [])
    for (first, second) in zip(maps, maps.dropFirst()) where second.columns != first.rows {
      throw ToyLibError.mismatch(
        what: "a matrix of the chain", expected: "\(first.rows) inputs, the outputs of the one before",
        found: "\(second.columns)")
    }
    let outputs = maps[maps.count - 1].rows
    guard bias.count == outputs else {
      throw ToyLibError.mismatch(what: "the bias", expected: "\(outputs) numbers", found: "\(bias.count)")
    }
    let rectified = rectified ?? matrices.indices.map { $0 == matrices.count - 1 }
    guard rectified.count == matrices.count else {
      throw ToyLibError.mismatch(
        what: "rectified", expected: "\(matrices.count) values, one for each matrix", found: "\(rectified.count)")
    }
    self.matrices = matrices
    self.bias = bias
    self.rectified = rectified
    self.embedding = embedding
    self.readOut = readOut
  }

  /// The paper's model as a chain of two matrices, or of three with an identity between them.
  ///
  /// - Throws: `ToyLibError` for a model with a ReLU in its hidden layer, or without one at its output.
  public init(_ network: Network, hasIdentity: Bool = false) throws {
    let architecture = network.architecture
    try require(
      architecture.hiddenActivation == .linear && architecture.outputActivation == .relu, "model",
      "\(network)", "linear in the hidden layer, with a ReLU at the output")
    let middle = hasIdentity ? [Matrix.identity(network.hidden)] : []
    try self.init([network.weights.transposed] + middle + [network.outputWeights], bias: network.bias)
  }

  /// The number of inputs.
  public var inputs: Int { embedding?.columns ?? matrices[0].columns }

  /// The inputs of each matrix, then the outputs of the last one.
  var widths: [Int] { [matrices[0].columns] + matrices.map(\.rows) }
}

extension LinearChain {
  private init(
    unchecked matrices: [Matrix], _ bias: [Float], _ rectified: [Bool]
  ) {
    (self.matrices, self.bias, self.rectified) = (matrices, bias, rectified)
    (embedding, readOut) = (nil, nil)
  }

  /// The same network with its fixed matrices multiplied into the first matrix and the last one.
  public var folded: LinearChain {
    var matrices = matrices
    if let embedding { matrices[0] = matrices[0].times(embedding) }
    if let readOut { matrices[matrices.count - 1] = readOut.times(matrices[matrices.count - 1]) }
    return LinearChain(unchecked: matrices, bias, rectified)
  }
}
