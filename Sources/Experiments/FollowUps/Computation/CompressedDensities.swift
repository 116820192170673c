internal import Foundation
public import ToyLib

/// Compressed computation with a noise matrix in its labels, trained on data of one density and tested on
/// data of all others.
///
/// Source: Bhagat, Molas-Medina, Giglemiani and Heimersheim, "Compressed Computation is (probably) not
/// Computation in Superposition" (2026), nb1_sparsity_regimes.py.
public struct CompressedDensities: TrainingExperiment {
  public static let name = "compressed-densities"
  public static let source = CompressedComputation.source
  public static let question = "Does the gain of compressed computation depend on how sparse its data are?"

  @Setting(from: "the source") public var features = 100
  @Setting(from: "the source") public var neurons = 50
  /// σ of the elements of M, which is added to the labels: Mx + ReLU(x). M is not symmetric.
  @Setting(from: "the source") public var deviation = 0.02
  /// The probability that a feature is present, one model for each; values are uniform in [−1, 1].
  @Setting(from: "the source") public var densities = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1]
  /// Densities of the tests, from 0.001 to 1 in equal ratios.
  @Setting(from: "ours: the source has 100") public var tests = 16
  /// Samples of a test that are not all zero, about.
  @Setting(from: "ours: the source has 1,000,000") public var testSamples = 1 << 16
  /// For densities of 0.02 and more.
  @Setting(
    from: "the source", except: ["steps": "ours: the source has 11,500 at 0.02, 10,000 at most densities"])
  public var recipe = Training(
    steps: 10_000, batch: 2048, optimiser: .adamW(rate: 0.003), schedule: .halfCosine)
  /// For densities from 0.005 to below 0.02.
  @Setting(
    from: "the source", except: ["steps": "ours: the source has 25,400 at 0.005 and 15,800 at 0.01"])
  public var sparseRecipe = Training(
    steps: 8_000, batch: 2048, optimiser: .adamW(rate: 0.003), schedule: .halfCosine)
  /// For densities below 0.005.
  @Setting(
    from: "the source", except: ["steps": "ours: the source has 105,000 at 0.001 and 55,100 at 0.002"])
  public var rareRecipe = Training(
    steps: 30_000, batch: 2048, optimiser: .adamW(rate: 0.003), schedule: .halfCosine)
  public var seed: UInt64 = 1

  public init() {}

  public mutating func shorten() {
    densities = [0.001, 0.01, 1]
    tests = min(tests, 4)
    testSamples = min(testSamples, 1 << 11)
    recipe.steps = min(recipe.steps, 60)
    sparseRecipe.steps = min(sparseRecipe.steps, 100)
    rareRecipe.steps = min(rareRecipe.steps, 200)
  }

  public func run() throws -> CompressedDensitiesResult {
    guard tests >= 2 && testSamples >= 16 && densities.allSatisfy({ $0 > 0 && $0 <= 1 }) else {
      throw ToyLibError.invalid(
        parameter: "tests, testSamples or densities", value: "\(tests), \(testSamples), \(densities)",
        allowed: "at least 2 tests of at least 16 samples, and densities above 0, at most 1")
    }
    let matrix = Matrix.normal(rows: features, columns: features, deviation: Float(deviation), seed: seed)
    let model = try LayeredModel.compressed(features: features, neurons: neurons, matrix: matrix)
    let networks = try tracked(densities).map { density in
      try model.train(on: sampler(density), seed: seed, training: recipe(for: density)).best.network
    }
    let tested = (0..<tests).map { pow(10, 3 * (Double($0) / Double(tests - 1) - 1)) }
    return CompressedDensitiesResult(
      experiment: self, tested: tested,
      models: try concurrentResults(networks.count) { at in
        try DensityModel(
          density: densities[at], own: loss(networks[at], densities[at]),
          losses: tested.map { try loss(networks[at], $0) })
      },
      affine: try AffineFloor(matrix, rank: neurons),
      baselines: .relus(
        try zip(densities, networks).map { density, network in
          let samples = try sampler(density).samples(1 << 14, seed: seed)
          return try ComparedOutputs(samples, matrix: matrix, exact: neurons)
            .comparison("density \(density.brief)", network)
        }))
  }

  private func sampler(_ density: Double) -> SparseFeatures {
    SparseFeatures(count: features, density: density, magnitude: .signedUniform)
  }

  private func recipe(for density: Double) -> Training {
    density >= 0.02 ? recipe : density >= 0.005 ? sparseRecipe : rareRecipe
  }

  /// Loss / density on samples of this density, of which about `testSamples` are not all zero.
  private func loss(_ network: LayeredNetwork, _ density: Double) throws -> Double {
    let present = 1 - pow(1 - density, Double(features))
    let samples = Int(Double(testSamples) / max(present, 1e-4))
    return try network.loss(on: sampler(density), samples: samples, seed: seed) / density
  }
}

/// A network trained on data of one density, and its losses on data of others.
public struct DensityModel: Sendable, Hashable {
  /// Of the training.
  public let density: Double
  /// Loss / density on data of the training's density.
  public let own: Double
  /// Loss / density for each density of the tests.
  public let losses: [Double]
}

/// The lowest losses of affine functions of limited rank for Mx + ReLU(x).
///
/// ReLU(x) = x/2 + |x|/2. With x uniform in [−1, 1] at the density p, the squares of x have the mean p/3, and
/// |x|/2, which no linear function sees, has the variance p/12 − p²/16.
public struct AffineFloor: Sendable {
  /// Σ s² over the singular values of M + ½ that the rank leaves out, divided by their number.
  private let left: Double

  init(_ matrix: Matrix, rank: Int) throws {
    let values = try (matrix + 0.5 * .identity(matrix.rows)).singularValueDecomposition.values
    left = values.dropFirst(rank).reduce(0) { $0 + $1 * $1 } / Double(max(1, matrix.rows))
  }

  /// The loss divided by the density.
  public func loss(_ density: Double) -> Double { 1.0 / 12 - density / 16 + left / 3 }
}
