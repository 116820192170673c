internal import ToyLib

/// What networks are asked to find in the projection.
enum DecodedTask {
  /// x, with values from 0 to 1.
  case features
  /// |x|, with values from −1 to 1.
  case absoluteValues
}

/// The random projection, and the samples on which networks are measured.
struct DecoderTask {
  private let experiment: any MonosemanticityStudy
  private let task: DecodedTask
  /// P, shape [inputs, features]; columns have length 1.
  private let projection: Matrix
  private let sampler: SparseFeatures
  private let samples: Matrix

  init(_ experiment: some MonosemanticityStudy, _ task: DecodedTask) throws {
    self.experiment = experiment
    self.task = task
    let normal = Matrix.normal(rows: experiment.features, columns: experiment.inputs, seed: experiment.seed)
    let lengths = normal.norms
    projection = Matrix(rows: experiment.inputs, columns: experiment.features) { normal[$1, $0] / lengths[$1] }
    sampler = SparseFeatures(
      count: experiment.features, density: experiment.density,
      magnitude: task == .absoluteValues ? .signedUniform : .uniform)
    samples = try sampler.samples(1 << 14, seed: experiment.seed &+ 1)
  }

  func trained(_ decoder: Decoder) throws -> DecodingNetwork {
    // For one feature at 1, W₁ P x has this standard deviation.
    let deviation = 1 / Double(experiment.inputs).squareRoot()
    let biases = Matrix(rows: 1, columns: decoder.neurons, repeating: Float(decoder.bias * deviation))
    let model = try LayeredModel(
      inputs: experiment.features,
      [
        .fixed(projection),
        .linear(
          decoder.neurons, initial: .normal(deviation: deviation), initialBias: .values(biases), name: "W"), .relu,
        .linear(
          experiment.features, bias: false, initial: .normal(deviation: 1 / Double(decoder.neurons).squareRoot()),
          name: "V"),
      ], target: task == .absoluteValues ? .absolute : .inputs)
    let group = ParameterGroup(.all, rate: decoder.rate)
    let network = try model.train(
      on: sampler, seed: experiment.seed, groups: [group], training: experiment.recipe
    ).best.network
    return try DecodingNetwork(
      decoder, network: network, start: model.network(seed: experiment.seed), limit: experiment.limit, task: task,
      comparison: comparison(decoder, network))
  }

  /// The network beside functions made by hand, on the same samples.
  private func comparison(_ decoder: Decoder, _ network: LayeredNetwork) throws -> BaselineComparison {
    let targets = targets(samples)
    func loss(_ outputs: Matrix) -> LossEstimate { LossEstimate(of: outputs, against: targets) }
    let means = targets.columnMeans
    let read = samples.times(projection.transposed)
    let matched = read.times(projection)
    let fitting = try sampler.samples(1 << 13, seed: experiment.seed &+ 2)
    let affine = try AffineFunction(from: fitting.times(projection.transposed), to: self.targets(fitting))
    let hand = Self.limits.map { limit in
      loss(
        MatchedNeurons(
          matched, limit: limit, neurons: decoder.neurons, targets: targets, hasSigns: task == .absoluteValues
        ).outputs)
    }
    return BaselineComparison(
      data: "\(decoder.neurons) neurons, bias \(decoder.bias.brief), rate \(decoder.rate.brief)",
      trained: loss(try network.outputs(of: samples)),
      baselines: [
        .init("zero output", loss: loss(samples.map { _ in 0 })),
        .init("mean output", loss: loss(Matrix(rows: samples.rows, columns: samples.columns) { means[$1] })),
        .init("best affine function", loss: loss(affine.outputs(of: read))),
        .init(
          task == .absoluteValues ? "two neurons for each feature" : "a neuron for each feature",
          loss: hand.min { $0.value < $1.value } ?? hand[0]),
      ])
  }

  private func targets(_ samples: Matrix) -> Matrix { task == .absoluteValues ? samples.map(abs) : samples }

  private static let limits: [Float] = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]
}

/// Neurons for the first features, made by hand: ReLU(p_i · Px − limit), and with signs ReLU(−p_i · Px − limit), too,
/// times the factor with the least error.
private struct MatchedNeurons {
  let outputs: Matrix

  init(_ products: Matrix, limit: Float, neurons: Int, targets: Matrix, hasSigns: Bool) {
    let features = hasSigns ? neurons / 2 : neurons
    let active = Matrix(rows: products.rows, columns: products.columns) {
      let product = hasSigns ? abs(products[$0, $1]) : products[$0, $1]
      return $1 < features ? max(0, product - limit) : 0
    }
    let (own, common) = zip(active.elements, targets.elements).reduce((0.0, 0.0)) {
      ($0.0 + Double($1.0) * Double($1.0), $0.1 + Double($1.0) * Double($1.1))
    }
    outputs = Float(own > 0 ? common / own : 0) * active
  }
}
