internal import ToyLib

/// Networks for the ANDs of all pairs of some features: y = W₂ ReLU(W₁ x + b₁) + b₂.
struct AndNetworks {
  let neurons: Int
  let model: LayeredModel
  /// The features of each output.
  let pairs: [(Int, Int)]

  init(features: Int, neurons: Int) throws {
    self.neurons = neurons
    pairs = (0..<features).flatMap { i in (i + 1..<features).map { (i, $0) } }
    model = try LayeredModel(
      inputs: features, [.linear(neurons), .relu, .linear(pairs.count)], target: .allANDs(of: features))
  }

  /// The construction: W₁ is 1 with probability `connection`, else 0; neurons are ReLU(W₁ x − 1), and an
  /// output is the mean of the neurons that are connected to both features.
  ///
  /// All outputs have one more factor and one more offset, those with the least squared error on
  /// `samples`: without them the error is larger than that of an output of zeros.
  func constructed(
    connection: Double, on samples: Matrix, using random: inout RandomSource
  ) throws -> LayeredNetwork {
    let connected = Matrix(rows: neurons, columns: model.inputs) { _, _ in
      random.uniform() < Float(connection) ? 1 : 0
    }
    var network = model.network()
    try network.set("W1", to: connected)
    try network.set("b1", to: Matrix(rows: 1, columns: neurons, repeating: -1))
    let means = means(of: connected)
    try network.set("W2", to: means)
    try network.set("b2", to: Matrix(rows: 1, columns: pairs.count))
    let line = Line(from: try network.outputs(of: samples), to: try network.targets(of: samples))
    try network.set("W2", to: means.map { line.factor * $0 })
    try network.set("b2", to: Matrix(rows: 1, columns: pairs.count, repeating: line.offset))
    return network
  }

  /// For each pair, the weights of a mean over the neurons that are connected to both.
  private func means(of connected: Matrix) -> Matrix {
    Matrix(
      pairs.map { i, j in
        let both = (0..<neurons).map { connected[$0, i] * connected[$0, j] }
        let count = max(1, both.reduce(0, +))
        return both.map { $0 / count }
      })
  }

  /// The same neurons, with the W₂ and b₂ that have the least squared error on `samples`.
  func withBestReadOut(_ network: LayeredNetwork, on samples: Matrix) throws -> LayeredNetwork {
    let best = try AffineFunction(
      from: try network.activations(of: samples)[0], to: try network.targets(of: samples))
    var result = network
    try result.set("W2", to: best.weights)
    try result.set("b2", to: best.offsets)
    return result
  }
}

/// y = W x + b with the least squared error for some samples.
struct AffineFunction {
  /// [outputs, inputs]
  let weights: Matrix
  /// [1, outputs]
  let offsets: Matrix

  init(from inputs: Matrix, to targets: Matrix) throws {
    let count = inputs.columns
    let extended = Matrix(rows: inputs.rows, columns: count + 1) { $1 < count ? inputs[$0, $1] : 1 }
    let columns = extended.transposed
    // Inputs that are always zero get no weight.
    let ridge = Float(1e-5 * Double(inputs.rows))
    let solution = try (columns.times(extended) + ridge * .identity(count + 1)).solve(columns.times(targets))
    weights = solution[rows: 0..<count].transposed
    offsets = solution[rows: count..<count + 1]
  }

  func outputs(of inputs: Matrix) -> Matrix { inputs.times(weights.transposed) + offsets[row: 0] }
}

/// The straight line through points with the least squared error.
private struct Line {
  let factor: Float
  let offset: Float

  init(from x: Matrix, to y: Matrix) {
    let (meanX, meanY) = (Double(x.mean), Double(y.mean))
    var (xx, xy) = (0.0, 0.0)
    for (a, b) in zip(x.elements, y.elements) {
      xx += (Double(a) - meanX) * (Double(a) - meanX)
      xy += (Double(a) - meanX) * (Double(b) - meanY)
    }
    factor = Float(xx > 0 ? xy / xx : 0)
    offset = Float(meanY) - factor * Float(meanX)
  }
}
