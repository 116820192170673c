internal import Foundation
public import SuperposeAutoencoders
internal import ToyLib

/// Activations whose features are known, and dictionaries learned from them at many penalties and
/// of several sizes: how strong must the penalty be to recover the features?
///
/// Source: Sharkey, Braun and Millidge, "Taking features out of superposition with sparse
/// autoencoders" (2022), at an eighth of its size (512 features in 256 dimensions).
public struct FeatureRecoverySweep: TrainingExperiment {
  public static let name = "feature-recovery"
  public static let source =
    "Sharkey, Braun and Millidge (2022), Taking features out of superposition"
  public static let question = "For which penalties do the true features come out?"

  @Setting(from: "ours, an eighth of the source's") public var features = 64
  @Setting(from: "ours, an eighth of the source's") public var dimensions = 32
  /// Features present in a sample, on average.
  @Setting(from: "the source") public var active = 5.0
  /// Feature i is present in proportion to decay^i.
  @Setting(from: "the source's replication") public var decay = 0.99
  /// α = 10^{k/4} for each k; the penalty is α divided by the latents.
  @Setting(from: "the source, to 8") public var exponents = [-8, -6, -4, -3, -2, -1, 0, 1, 2, 4]
  /// Latents for each feature.
  @Setting(from: "the source, 1/4 to 32") public var dictionaryRatios = [0.5, 1, 2]
  @Setting(from: "ours", except: ["batch": "the source"])
  public var recipe = AutoencoderTraining(steps: 4_000, batch: 256)
  public var seed: UInt64 = 1

  public init() {}

  public mutating func shorten() {
    exponents = [-4, 0, 4]
    dictionaryRatios = [1]
    recipe.steps = min(recipe.steps, 400)
  }

  /// α of each exponent.
  var penalties: [Double] { exponents.map { pow(10, Double($0) / 4) } }

  public func run() throws -> FeatureRecoverySweepResult {
    let truth = directions
    let activations = try Activations(features: sampler, directions: truth)
    let sizes = dictionaryRatios.map { max(1, Int((Double(features) * $0).rounded())) }
    let tasks = sizes.flatMap { latents in
      penalties.map { alpha in
        AutoencoderTask(
          .standard(penalty: Float(alpha / Double(latents))), on: activations, latents: latents)
      }
    }
    let trained = try train(tasks, seed: seed, training: recipe)
    return FeatureRecoverySweepResult(
      experiment: self, directions: truth,
      trained: sizes.indices.map {
        Array(trained[$0 * penalties.count..<($0 + 1) * penalties.count])
      })
  }

  /// Random unit vectors, shape [features, dimensions].
  private var directions: Matrix {
    var random = RandomSource(seed: seed)
    return Matrix(
      (0..<features).map { _ -> [Float] in
        let values = (0..<dimensions).map { _ in random.normal() }
        let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return values.map { $0 / max(length, 1e-6) }
      })
  }

  private var sampler: SparseFeatures {
    let weights = (0..<features).map { pow(decay, Double($0)) }
    let scale = active / weights.reduce(0, +)
    return SparseFeatures(sparsities: weights.map { max(0, 1 - $0 * scale) })
  }
}
