import Testing
import ToyLib

/// Layered models with many linear outputs whose targets are mostly 0: the last layer trains by moments.
@Suite struct ReadOutTests {
  /// The gradient and loss of one step: an update of rate 1 subtracts the gradient.
  private static func step(
    _ start: LayeredNetwork, on features: any FeatureSampler, batch: Int
  ) throws -> (loss: Double, gradient: [String: [Float]]) {
    var training = Training(steps: 1, batch: batch, optimiser: .sgd(rate: 1))
    training.recordEvery = 1
    training.evaluationSamples = 64
    let trained = try start.model.train(on: features, from: [start], training: training).best
    var gradient: [String: [Float]] = [:]
    for (name, _, _) in start.model.parameters {
      gradient[name] = try zip(start[name].elements, trained.network[name].elements).map { $0 - $1 }
    }
    return (trained.history[0].loss, gradient)
  }

  private static let pairs: [(Int, Int)] = (0..<19).map { ($0, 19) } + (0..<19).map { ($0, $0 + 1) } + [(3, 19)]

  private static let models: [@Sendable () throws -> LayeredModel] = [
    // The ANDs of all pairs.
    {
      try LayeredModel(
        inputs: 20, [.linear(17, initialBias: .normal(deviation: 0.3)), .relu, .linear(190)], target: .allANDs(of: 20))
    },
    // Without biases, with importances, and a penalty on the hidden units and the weights.
    {
      try LayeredModel(
        inputs: 48, [.linear(9, bias: false), .relu, .linear(48, bias: false)], target: .relu,
        loss: 2 * .power(2, importance: .geometric(0.95)) + 0.02 * .activationPenalty()
          + 0.001 * .weightPenalty(power: 2))
    },
    // Two hidden layers, and a residual one.
    {
      try LayeredModel(
        inputs: 40,
        [
          .linear(10), .gelu, .residual([.linear(6), .relu, .linear(10)]),
          .linear(40, initialBias: .normal(deviation: 0.2)),
        ], target: .absolute)
    },
    // Products of some pairs, one of them twice.
    { try LayeredModel(inputs: 20, [.linear(9), .relu, .linear(39)], target: .products(of: pairs)) },
  ]

  /// Features that are always there and worth 1 leave nothing to chance.
  @Test(arguments: models.indices, [100, 600, 1024])
  func `gradients are those of the samples`(number: Int, batch: Int) throws {
    let model = try Self.models[number]()
    let present: Set = [1, 7, model.inputs - 1]
    let features = SparseFeatures(
      densities: (0..<model.inputs).map { present.contains($0) ? 1 : 0 }, magnitude: .one)
    let start = model.network(seed: 4)
    let found = try Self.step(start, on: features, batch: batch)
    let wanted = try start.lossAndGradient(on: features.samples(batch))
    #expect(abs(found.loss / wanted.loss - 1) < 1e-5)
    for (name, values) in found.gradient {
      let gradient = try wanted.gradient[name].elements
      let scale = gradient.map(abs).max() ?? 1
      for (a, b) in zip(values, gradient) { #expect(abs(a - b) < 3e-5 * scale) }
    }
  }

  /// Present as often, but with a density that the library does not know: gradients are made layer by layer.
  private struct Unknown: FeatureSampler {
    let features: SparseFeatures
    var count: Int { features.count }
    func sample(into x: inout [Float], using random: inout RandomSource) {
      features.sample(into: &x, using: &random)
    }
  }

  @Test func `what is learned is what is learned layer by layer`() throws {
    let features = SparseFeatures(count: 20, density: 0.1, magnitude: .one)
    let model = try Self.models[0]()
    var training = Training(steps: 1500, batch: 512, optimiser: .adam(rate: 0.005))
    training.evaluationSamples = 1 << 15
    let moments = try model.train(on: features, seed: 1, training: training).best
    let layers = try model.train(on: Unknown(features: features), seed: 1, training: training).best
    #expect(abs(moments.loss / layers.loss - 1) < 0.05)
    let network = moments.network
    let last = try #require(moments.history.last)
    #expect(abs(last.loss / (try network.loss(on: features, samples: 1 << 15)) - 1) < 0.25)
  }

  /// The loss by moments is a difference of large numbers there.
  @Test func `a loss of almost nothing is measured layer by layer`() throws {
    let model = try LayeredModel(inputs: 40, [.linear(10, bias: false), .linear(40, bias: false)])
    let start = model.network(seed: 1)
    // What the network outputs for feature 3 is its target.
    var exact = start
    try exact.set("W1", to: Matrix(rows: 10, columns: 40) { i, j in i == 0 && j == 3 ? 1 : 0 })
    try exact.set("W2", to: Matrix(rows: 40, columns: 10) { i, j in i == 3 && j == 0 ? 1.00001 : 0 })
    let features = SparseFeatures(densities: (0..<40).map { $0 == 3 ? 1 : 0 }, magnitude: .one)
    let found = try Self.step(exact, on: features, batch: 300)
    let wanted = try exact.lossAndGradient(on: features.samples(300))
    #expect(found.loss > 0 && abs(found.loss / wanted.loss - 1) < 1e-3)
    // An update of 5e-7 moves a weight of 1 by a few of its last bits.
    let (gradient, other) = try (found.gradient["W2"]?[30] ?? 0, wanted.gradient["W2"].elements[30])
    #expect(other > 4e-7 && abs(gradient - other) < 1.2e-7)
  }

  @Test(arguments: models.indices)
  func `vector units, threads and pauses leave no trace`(number: Int) throws {
    let model = try Self.models[number]()
    let features = SparseFeatures(count: model.inputs, density: 0.06, magnitude: .signedUniform)
    _ = try LayeredBits(model: model, features: features, optimiser: .adam(rate: 0.01)).check()
  }
}
