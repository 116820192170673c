/// The loss of a network as a function of a change of the input, with the values that all attacks
/// need.
///
/// For networks with linear hidden units the outputs are act(G x + b), G = V Wᵀ, shape [features,
/// features]. The loss of a sample is Σ_i I_i (x_i − x′_i)², summed over features as in the paper;
/// the attack changes the input but not the target.
struct AttackSurface: Sendable {
  let count: Int
  /// G, row by row.
  let response: [Double]
  let bias: [Double]
  let importance: [Double]
  let isReLU: Bool

  /// Throws `ToyLibError` for a network with ReLU neurons or a network whose target is not its
  /// input.
  init(_ network: Network) throws {
    let architecture = network.architecture
    try require(
      architecture.hiddenActivation == .linear, "hiddenActivation", architecture.hiddenActivation,
      "linear: attacks pass through W to the outputs")
    try require(
      architecture.target == .identity, "target", architecture.target, "the input itself")
    count = network.features
    response = network.outputWeights.times(network.weights.transposed).elements.map(Double.init)
    bias = network.bias.map(Double.init)
    importance = try architecture.importance.weights(count: count).map(Double.init)
    isReLU = architecture.outputActivation == .relu
  }

  /// G x.
  func responses(to x: [Double]) -> [Double] {
    var z = [Double](repeating: 0, count: count)
    for j in 0..<count where x[j] != 0 {
      for i in 0..<count { z[i] += response[i * count + j] * x[j] }
    }
    return z
  }

  /// The loss when the outputs before bias and activation are `start` + `scale` · `shift`.
  func loss(
    _ target: [Double], _ start: [Double], _ shift: [Double], scale: Double
  ) -> Double {
    var total = 0.0
    for i in 0..<count {
      let z = start[i] + bias[i] + scale * shift[i]
      let error = target[i] - (isReLU ? max(0, z) : z)
      total += importance[i] * error * error
    }
    return total
  }

  func loss(_ target: [Double], _ z: [Double]) -> Double { loss(target, z, z, scale: 0) }

  /// ∂ loss / ∂ input where the outputs before bias and activation are `z`.
  func gradient(_ target: [Double], _ z: [Double]) -> [Double] {
    var gradient = [Double](repeating: 0, count: count)
    for i in 0..<count {
      let output = z[i] + bias[i]
      guard !isReLU || output > 0 else { continue }
      let slope = 2 * importance[i] * (output - target[i])
      for j in 0..<count { gradient[j] += slope * response[i * count + j] }
    }
    return gradient
  }

  func check(_ samples: Matrix, radius: Double) throws {
    guard samples.columns == count else {
      throw ToyLibError.mismatch(
        what: "samples", expected: "\(count) features each", found: "\(samples.columns)")
    }
    try require(samples.rows >= 1, "samples", samples.rows, "at least 1")
    try require(radius >= 0 && radius.isFinite, "radius", radius, "0 or more, finite")
  }
}
