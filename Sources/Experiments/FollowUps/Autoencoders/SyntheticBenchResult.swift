public import SuperposeAutoencoders
internal import ToyLib

/// The autoencoders of every kind and number of active latents, compared with the true features.
public struct SyntheticBenchResult: ExperimentResult {
  /// The measures of a dictionary. Means are over the features that have a latent.
  public struct Quality: Sendable, Hashable {
    /// MCC: the mean cosine of features and their latents.
    public let cosine: Double
    /// Means of latents as classifiers of their features.
    public let f1: Double, precision: Double, recall: Double
    public let varianceExplained: Double
    /// L0.
    public let activeLatents: Double

    init(_ evaluation: DictionaryEvaluation) {
      let found = evaluation.latents.indices.filter { evaluation.latents[$0] != nil }
      func mean(_ value: (Int) -> Double) -> Double {
        found.reduce(0) { $0 + value($1) } / Double(max(1, found.count))
      }
      cosine = mean { evaluation.cosines[$0] }
      f1 = mean { evaluation.classifications[$0].f1 }
      precision = mean { evaluation.classifications[$0].precision }
      recall = mean { evaluation.classifications[$0].recall }
      (varianceExplained, activeLatents) = (evaluation.varianceExplained, evaluation.activeLatents)
    }
  }

  public let experiment: SyntheticBench
  /// For each ``SyntheticBench/Family`` one for each number of active latents.
  public let trained: [[TrainedAutoencoder]]
  /// In the order of ``trained``.
  public let qualities: [[Quality]]
  /// The true directions as a TopK dictionary, for each number of active latents.
  public let truth: [Quality]
  /// Random directions in the same way.
  public let random: [Quality]
  /// The mean number of features in a sample.
  public let presentFeatures: Double
  /// The mean over features of the largest |cosine| with another one's direction.
  public let meanLargestOverlap: Double

  init(experiment: SyntheticBench, world: SyntheticWorld, trained: [[TrainedAutoencoder]]) throws {
    self.experiment = experiment
    self.trained = trained
    let source = try world.activations
    let (seed, active) = (experiment.seed, experiment.active)
    let known = try active.map { try SparseAutoencoder(.topK(active: $0), directions: world.directions) }
    let guessed = try active.map {
      try SparseAutoencoder(
        .topK(active: $0), inputs: experiment.dimensions, latents: experiment.latents, seed: seed)
    }
    let all: [SparseAutoencoder] = trained.flatMap { row in row.map(\.autoencoder) } + known + guessed
    let samples = experiment.measuredSamples
    let measured = try concurrentResults(all.count) { index in
      Quality(try DictionaryEvaluation(of: all[index], on: source, samples: samples, seed: seed))
    }
    let rows = (0..<trained.count + 2).map { row in
      Array(measured[row * active.count..<(row + 1) * active.count])
    }
    qualities = Array(rows.prefix(trained.count))
    (truth, random) = (rows[trained.count], rows[trained.count + 1])
    let present = try world.features.samples(samples, seed: seed).elements.count { $0 != 0 }
    presentFeatures = Double(present) / Double(samples)
    meanLargestOverlap = world.meanLargestOverlap
  }

  /// Of each kind the autoencoder with the middle number of active latents, in the loss that it was trained with.
  public var baselines: Baselines {
    get throws {
      let middle = experiment.active.count / 2
      return try Baselines(
        zip(SyntheticBench.Family.allCases, trained).map { family, row in
          ComparedAutoencoder(
            "\(family.rawValue), L0 \(qualities[index(of: family)][middle].activeLatents.brief(2))", row[middle],
            prefixes: family == .matryoshka ? experiment.matryoshkaRecipe.prefixes : .whole)
        }, seed: experiment.seed)
    }
  }

  func index(of family: SyntheticBench.Family) -> Int {
    SyntheticBench.Family.allCases.firstIndex(of: family) ?? 0
  }

  /// All autoencoders with their kinds.
  var points: [(name: String, quality: Quality)] {
    zip(SyntheticBench.Family.allCases, qualities).flatMap { family, row in row.map { (family.rawValue, $0) } }
  }
}
