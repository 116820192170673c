public import SuperposeAutoencoders
internal import Foundation
internal import SuperposeJSON
public import ToyLib

/// Activations whose features are known, and dictionaries learned from them at many penalties and of
/// several sizes: how strong must sparsity be for the features to come out?
///
/// Source: Sharkey, Braun and Millidge, "Taking features out of superposition with sparse
/// autoencoders" (2022), at an eighth of its size: 512 features in 256 dimensions there.
public struct FeatureRecoverySweep: Experiment {
  public static let name = "feature-recovery"
  public static let source =
    "Sharkey, Braun and Millidge (2022), Taking features out of superposition"
  public static let question = "For which penalties do the true features come out?"

  public var features = 64
  public var dimensions = 32
  /// Features present in a sample, on average.
  public var active = 5.0
  /// Feature i is present in proportion to decay^i.
  public var decay = 0.99
  /// α = 10^{k/4} for each k; the penalty is α divided by the latents.
  public var exponents = [-8, -6, -4, -3, -2, -1, 0, 1, 2, 4]
  /// Latents for each feature.
  public var dictionaryRatios = [0.5, 1, 2]
  public var steps = 4_000
  public var batch = 256
  public var seed: UInt64

  public init(seed: UInt64 = 1) { self.seed = seed }

  public init() { self.init(seed: 1) }

  public var parameters: [Parameter] {
    [
      Parameter("features", .integer(features), from: "ours, an eighth of the source's"),
      Parameter("dimensions", .integer(dimensions), from: "ours, an eighth of the source's"),
      Parameter("active", .number(active), from: "the source"),
      Parameter("decay", .number(decay), from: "the source's replication"),
      Parameter("exponents", .array(exponents.map { .integer($0) }), from: "the source, to 8"),
      Parameter(
        "dictionaryRatios", .array(dictionaryRatios.map { .number($0) }),
        from: "the source, 1/4 to 32"),
      Parameter("steps", .integer(steps), from: "ours"),
      Parameter("batch", .integer(batch), from: "the source"),
    ]
  }

  public var shortened: FeatureRecoverySweep {
    var copy = self
    copy.exponents = [-4, 0, 4]
    copy.dictionaryRatios = [1]
    copy.steps = min(steps, 400)
    return copy
  }

  /// α of each exponent.
  var penalties: [Double] { exponents.map { pow(10, Double($0) / 4) } }

  public func run() throws -> FeatureRecoverySweepResult {
    let truth = directions
    let activations = try Activations(features: sampler, directions: truth)
    var training = AutoencoderTraining()
    training.steps = steps
    training.batch = batch
    let sizes = dictionaryRatios.map { max(1, Int((Double(features) * $0).rounded())) }
    let tasks = sizes.flatMap { latents in
      penalties.map { alpha in
        AutoencoderTask(
          .standard(penalty: Float(alpha / Double(latents))), on: activations, latents: latents)
      }
    }
    let trained = try train(tasks, seed: seed, training: training)
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

/// The autoencoders of every size and penalty.
public struct FeatureRecoverySweepResult: ExperimentResult {
  public let experiment: FeatureRecoverySweep
  /// The true features, shape [features, dimensions].
  public let directions: Matrix
  /// For each dictionary ratio, one for each penalty.
  public let trained: [[TrainedAutoencoder]]

  /// MMCS of each, in the order of `trained`.
  public var cosines: [[Double]] {
    trained.map { $0.map { FeatureRecovery(of: directions, in: $0.dictionary).meanMaxCosine } }
  }

  public var claims: Claims { [zone, enough, sparse] }

  /// Where a dictionary as large as the features does best.
  private var peak: (alpha: Double, cosine: Double, index: Int)? {
    guard let row = experiment.dictionaryRatios.firstIndex(of: 1),
      let index = cosines[row].indices.max(by: { cosines[row][$0] < cosines[row][$1] })
    else { return nil }
    return (experiment.penalties[index], cosines[row][index], index)
  }

  private var zone: Claim {
    guard let peak, let row = experiment.dictionaryRatios.firstIndex(of: 1) else {
      return Claim("a zone of penalties recovers features", measured: "not run", held: false)
    }
    let curve = cosines[row]
    return Claim(
      "there is a zone of penalties that recovers features almost exactly; weaker and stronger ones do not",
      measured: "MMCS \(peak.cosine.brief(3)) at α = \(peak.alpha.brief(2)); "
        + "\((curve.first ?? 0).brief(2)) at the weakest, \((curve.last ?? 0).brief(2)) at the strongest",
      held: peak.cosine > 0.9 && (curve.first ?? 1) < 0.7 && (curve.last ?? 1) < 0.7)
  }

  private var enough: Claim {
    let best = cosines.map { $0.max() ?? 0 }
    let named = zip(experiment.dictionaryRatios, best).map { "\($0.brief)×: \($1.brief(3))" }
    let half = zip(experiment.dictionaryRatios, best).filter { $0.0 < 1 }.map(\.1)
    let full = zip(experiment.dictionaryRatios, best).filter { $0.0 >= 1 }.map(\.1)
    return Claim(
      "a dictionary smaller than the features cannot recover them; a larger one can",
      measured: "best MMCS by latents per feature: " + named.joined(separator: ", "),
      held: (half.max() ?? 0) < (full.min() ?? 0) && (full.min() ?? 0) > 0.9)
  }

  private var sparse: Claim {
    guard let peak, let row = experiment.dictionaryRatios.firstIndex(of: 1) else {
      return Claim("active latents match active features", measured: "not run", held: false)
    }
    let active = Double(trained[row][peak.index].evaluation.activeLatents)
    return Claim(
      "where features come out, about as many latents are active as features",
      measured: "\(active.brief(3)) latents, \(experiment.active.brief(2)) features in a sample",
      held: abs(active / experiment.active - 1) < 0.5)
  }
}
