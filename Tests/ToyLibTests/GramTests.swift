import Testing
import ToyLib

/// Gradients from lists of what is present and the Gram matrix: what models of very sparse features
/// are trained with.
@Suite struct GramTests {
  /// The same features by the general way, as the library does not know them.
  private struct Unknown: FeatureSampler {
    let features: any FeatureSampler
    var count: Int { features.count }
    func sample(into x: inout [Float], using random: inout RandomSource) {
      features.sample(into: &x, using: &random)
    }
  }

  private static func firstStep(
    _ model: ReLUOutputModel, on features: any FeatureSampler, batch: Int
  ) throws -> (before: Network, loss: Double, gradient: ParameterGradient) {
    var training = Training()
    training.steps = 1
    training.batch = batch
    training.snapshots = [0, 1]
    let snapshots = try model.train(on: features, seed: 9, training: training)[0].snapshots
    return (
      snapshots[0].network, try #require(snapshots[1].loss), try #require(snapshots[1].gradient)
    )
  }

  private static func distance(_ a: Matrix, _ b: Matrix) -> Float {
    let difference = zip(a.elements, b.elements).map { ($0 - $1) * ($0 - $1) }.reduce(0, +)
    return (difference / b.squaredNorm).squareRoot()
  }

  /// Features that are always there and worth 1 leave nothing to chance.
  @Test(arguments: [[40, 12, 4], [48, 10, 1], [65, 9, 3], [200, 20, 10]])
  func `gradients are those of the samples`(sizes: [Int]) throws {
    let n = sizes[0]
    var sparsities = [Double](repeating: 1, count: n)
    for i in 0..<sizes[2] { sparsities[(i * 23 + n - 1) % n] = 0 }
    let features = SparseFeatures(sparsities: sparsities, magnitude: .one)
    let model = ReLUOutputModel(hidden: sizes[1], importance: .geometric(0.97))
    let (network, loss, gradient) = try Self.firstStep(model, on: features, batch: 600)
    let expected = try network.lossAndGradient(on: features.samples(600))
    #expect(abs(loss - expected.loss) < 1e-5 * expected.loss)
    #expect(Self.distance(gradient.weights, expected.gradient.weights) < 1e-5)
    for (a, b) in zip(gradient.bias, expected.gradient.bias) { #expect(abs(a - b) < 1e-6) }
  }

  private static let samplers: [any FeatureSampler] =
    [Magnitude.uniform, .signedUniform, .normal].map {
      SparseFeatures(sparsities: (0..<45).map { 0.9 + 0.1 * Double($0) / 44 }, magnitude: $0)
    } + [
      FeatureGroups.correlated(sets: 18, of: 2, sparsity: 0.93),
      FeatureGroups.anticorrelated(sets: 18, of: 2, sparsity: 0.9),
      OneHotFeatures(count: 37),
      ExactlyActiveFeatures(count: 50, active: 2),
    ]

  /// Other random numbers, but the same distribution.
  @Test(arguments: samplers.indices)
  func `gradients agree with those of samples drawn one by one`(sampler: Int) throws {
    let features = Self.samplers[sampler]
    let model = ReLUOutputModel(hidden: 12)
    let (network, loss, gradient) = try Self.firstStep(model, on: features, batch: 1 << 17)
    let other = try Self.firstStep(model, on: Unknown(features: features), batch: 1 << 17)
    #expect(network == other.before)
    #expect(abs(loss - other.loss) < 0.02 * other.loss)
    #expect(Self.distance(gradient.weights, other.gradient.weights) < 0.04)
  }

  /// A network of zeros has the loss p E[x²] of the one feature that counts.
  @Test(arguments: [0, 0.0007, 1.0 / 256, 0.01, 0.11, 0.6, 1])
  func `features are present as often as their density says`(density: Double) throws {
    var densities = [Double](repeating: 0.01, count: 40)
    densities[17] = density
    var importance = [Double](repeating: 0, count: 40)
    importance[17] = 40
    let model = ReLUOutputModel(hidden: 8, importance: .custom(importance)).architecture
    let zeros = try model.network(
      weights: Matrix(rows: 40, columns: 8) { _, _ in 0 },
      bias: [Float](repeating: 0, count: 40))
    let samples = 1 << 18
    let magnitudes = [(Magnitude.uniform, 1.0 / 3), (.signedUniform, 1.0 / 3), (.one, 1)]
    for (magnitude, meanSquare) in magnitudes {
      let features = SparseFeatures(
        sparsities: densities.map { 1 - $0 }, magnitude: magnitude)
      let loss = try zeros.loss(on: features, samples: samples)
      // Five standard deviations of a mean of p x² over the samples, x⁴ being 1 at most.
      let tolerance = 5 * (density / Double(samples)).squareRoot() + 1e-6
      #expect(abs(loss - density * meanSquare) < tolerance)
    }
  }

  /// Odd sizes, samples that do not fill their spans or chunks, no features at all in most.
  @Test(arguments: [[32, 1], [33, 9], [130, 3], [145, 17]], [0.999, 0.99, 0.97])
  func `vector units and threads leave no trace`(sizes: [Int], sparsity: Double) throws {
    let samplers: [any FeatureSampler] = [
      SparseFeatures(count: sizes[0], sparsity: sparsity),
      SparseFeatures(count: sizes[0], sparsity: sparsity, magnitude: .normal),
    ]
    func trained(_ units: VectorUnits, _ threads: Int) throws -> [Network] {
      var training = Training()
      training.steps = 4
      training.batch = 1100
      training.threads = threads
      training.vectorUnits = units
      training.evaluationSamples = 64
      return try ReLUOutputModel(hidden: sizes[1])
        .train(on: samplers, seed: 2, training: training).map(\.network)
    }
    let expected = try trained(.portable, 1)
    for units in VectorUnits.allCases where units.isAvailable {
      #expect(try trained(units, 3) == expected)
    }
  }
}
