import Testing
import ToyLib

/// Layered models that are the paper's train with the Gram matrix on very sparse features.
@Suite struct TiedLayersTests {
  /// y = ReLU(Wᵀ W x + b), or a part of it.
  private static func model(
    features: Int, hidden: Int, bias: Bool = true, relu: Bool = true, loss: LossFunction = .squaredError
  ) throws -> LayeredModel {
    let inner = Layer.linear(hidden, bias: false, name: "W")
    let outer = Layer.linear(
      LinearLayer(
        weights: .shared("W", transposed: true), bias: bias, initialBias: .normal(deviation: 0.1)))
    return try LayeredModel(inputs: features, [inner, outer] + (relu ? [.relu] : []), loss: loss)
  }

  private static func settings(_ steps: Int, batch: Int) -> Training {
    // One step of 1 subtracts the gradient.
    var training = Training(steps: steps, batch: batch, optimiser: .sgd(rate: 1))
    training.recordEvery = 1
    training.evaluationSamples = 64
    return training
  }

  private static let losses: [LossFunction] = [
    .squaredError, .power(2, importance: .geometric(0.97)), 3 * .squaredError + 0.01 * .weightPenalty(power: 2),
  ]

  /// Features that are always there and worth 1 leave nothing to chance.
  @Test(arguments: losses.indices, [[40, 12, 4, 1, 1], [48, 10, 1, 0, 1], [65, 9, 3, 1, 0], [200, 20, 10, 0, 0]])
  func `gradients are those of the samples`(loss: Int, sizes: [Int]) throws {
    let n = sizes[0]
    let present = Set((0..<sizes[2]).map { ($0 * 23 + n - 1) % n })
    let features = SparseFeatures(densities: (0..<n).map { present.contains($0) ? 1 : 0 }, magnitude: .one)
    let model = try Self.model(
      features: n, hidden: sizes[1], bias: sizes[3] == 1, relu: sizes[4] == 1, loss: Self.losses[loss])
    let start = model.network(seed: 3)
    let trained = try model.train(on: features, from: [start], training: Self.settings(1, batch: 600)).best
    let wanted = try start.lossAndGradient(on: features.samples(600))
    #expect(abs(trained.history[0].loss / wanted.loss - 1) < 1e-5)
    for (name, _, _) in model.parameters {
      let (before, after, gradient) = try (start[name], trained.network[name], wanted.gradient[name])
      let scale = gradient.elements.map(abs).max() ?? 1
      for i in gradient.elements.indices {
        #expect(abs(before.elements[i] - after.elements[i] - gradient.elements[i]) < 2e-5 * scale)
      }
    }
  }

  /// Other random numbers than in the general way, but the same distribution.
  @Test(arguments: [Magnitude.between(0, 2), .signedUniform, .normal])
  func `gradients agree with those of other samples`(_ magnitude: Magnitude) throws {
    let features = SparseFeatures(densities: .zipf(count: 45, exponent: 1, sum: 1.5), magnitude: magnitude)
    let model = try Self.model(features: 45, hidden: 12)
    let start = model.network(seed: 1)
    let trained = try model.train(on: features, from: [start], training: Self.settings(1, batch: 1 << 16)).best
    let wanted = try start.lossAndGradient(on: features.samples(1 << 16, seed: 5))
    #expect(abs(trained.history[0].loss / wanted.loss - 1) < 0.03)
    let (before, after, gradient) = try (start["W"], trained.network["W"], wanted.gradient["W"])
    var (difference, size) = (0.0, 0.0)
    for i in gradient.elements.indices {
      let error = Double(before.elements[i] - after.elements[i] - gradient.elements[i])
      difference += error * error
      size += Double(gradient.elements[i] * gradient.elements[i])
    }
    #expect((difference / size).squareRoot() < 0.12)  // the noise of both; 0.05 to 0.08 as measured
  }

  /// Odd sizes, samples that do not fill their chunks, lists and blocks; pauses.
  @Test(arguments: [[33, 9], [130, 3], [145, 17]], [Magnitude.between(0, 2), .normal])
  func `vector units, threads and pauses leave no trace`(sizes: [Int], magnitude: Magnitude) throws {
    let features = SparseFeatures(densities: .zipf(count: sizes[0], exponent: 1, sum: 1), magnitude: magnitude)
    let model = try Self.model(features: sizes[0], hidden: sizes[1])
    _ = try LayeredBits(model: model, features: features, optimiser: .adam(rate: 0.01)).check()
  }

  /// Present as often, but not in lists: what the general way trains on.
  private struct Unknown: FeatureSampler {
    let features: SparseFeatures
    var count: Int { features.count }
    func sample(into x: inout [Float], using random: inout RandomSource) {
      features.sample(into: &x, using: &random)
    }
  }

  @Test func `it learns what the general way learns`() throws {
    let features = SparseFeatures(count: 60, density: 0.02, magnitude: .between(0, 2))
    let model = try Self.model(features: 60, hidden: 15)
    var training = Training(steps: 1500, batch: 512, optimiser: .adam(rate: 0.005))
    training.evaluationSamples = 1 << 16
    let tied = try model.train(on: features, instances: 3, seed: 1, training: training).best.loss
    let general = try model.train(on: Unknown(features: features), instances: 3, seed: 1, training: training).best.loss
    #expect(abs(tied / general - 1) < 0.05)
  }
}
