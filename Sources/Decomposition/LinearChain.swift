public import ToyLib

/// A network whose matrices follow each other, with a bias and a ReLU at the end:
/// y = ReLU(W_L … W₂ W₁ x + b).
public struct LinearChain: Sendable, Hashable {
  /// W₁, W₂, …, each [outputs, inputs].
  public let matrices: [Matrix]
  /// b, one number for each output.
  public let bias: [Float]

  /// Throws `ToyLibError` if the shapes do not fit together.
  public init(_ matrices: [Matrix], bias: [Float]) throws {
    try require(!matrices.isEmpty, "matrices", "empty", "at least one matrix")
    for (first, second) in zip(matrices, matrices.dropFirst()) where second.columns != first.rows {
      throw ToyLibError.mismatch(
        what: "a matrix of the chain", expected: "\(first.rows) inputs, the outputs of the one before",
        found: "\(second.columns)")
    }
    let outputs = matrices[matrices.count - 1].rows
    guard bias.count == outputs else {
      throw ToyLibError.mismatch(what: "the bias", expected: "\(outputs) numbers", found: "\(bias.count)")
    }
    self.matrices = matrices
    self.bias = bias
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

  /// The inputs of each matrix, then the outputs of the last one.
  var widths: [Int] { [matrices[0].columns] + matrices.map(\.rows) }
}
