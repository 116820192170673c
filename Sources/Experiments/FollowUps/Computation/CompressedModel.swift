internal import ToyLib

extension LayeredModel {
  /// The network of compressed computation: W₂ ReLU(W₁ x) without biases, for Mx + ReLU(x).
  ///
  /// - Parameter matrix: M, shape [features, features]; `nil` for ReLU(x) alone.
  static func compressed(features: Int, neurons: Int, matrix: Matrix?) throws -> LayeredModel {
    try LayeredModel(
      inputs: features,
      [
        .linear(neurons, bias: false, initial: .kaimingUniform), .relu,
        .linear(features, bias: false, initial: .kaimingUniform),
      ], target: matrix.map { TargetFunction.relu.adding($0) } ?? .relu)
  }
}

extension LayeredModel {
  /// The network W₂ ReLU(W₁ x) with these matrices: [neurons, inputs] and [outputs, neurons].
  func network(encoder: Matrix, decoder: Matrix) throws -> LayeredNetwork {
    var network = network()
    try network.set("W1", to: encoder)
    try network.set("W2", to: decoder)
    return network
  }
}
