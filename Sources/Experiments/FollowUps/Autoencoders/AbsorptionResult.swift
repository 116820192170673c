public import SuperposeAutoencoders
public import ToyLib

/// The autoencoders with an ordinary and with a nested loss.
public struct AbsorptionResult: ExperimentResult {
  public let experiment: Absorption
  public let trees: FeatureTrees
  public let vanilla: [TrainedAutoencoder]
  public let matryoshka: [TrainedAutoencoder]
  /// Each one compared with the true features.
  public let vanillaEvaluations: [DictionaryEvaluation]
  public let matryoshkaEvaluations: [DictionaryEvaluation]

  init(
    experiment: Absorption, trees: FeatureTrees, vanilla: [TrainedAutoencoder], matryoshka: [TrainedAutoencoder]
  ) throws {
    self.experiment = experiment
    self.trees = trees
    self.vanilla = vanilla
    self.matryoshka = matryoshka
    vanillaEvaluations = try vanilla.map { try $0.evaluated(samples: 1 << 14, seed: experiment.seed) }
    matryoshkaEvaluations = try matryoshka.map { try $0.evaluated(samples: 1 << 14, seed: experiment.seed) }
  }

  /// The autoencoder with the lowest ordinary loss of each kind, in the loss that it was trained with.
  public var baselines: Baselines {
    get throws {
      try Baselines(
        [
          ("ordinary", vanilla, experiment.vanillaRecipe),
          ("Matryoshka", matryoshka, experiment.matryoshkaRecipe),
        ].compactMap { name, run, recipe in
          run.min { $0.evaluation.total < $1.evaluation.total }.map {
            ComparedAutoencoder(name, $0, prefixes: recipe.prefixes)
          }
        }, seed: experiment.seed)
    }
  }

  /// Features that have a parent, with it.
  private var pairs: [(child: Int, parent: Int)] {
    trees.parents.enumerated().compactMap { child, parent in parent.map { (child, $0) } }
  }

  /// In how many of the samples with a child its parent's latent is silent: the mean over children.
  public func absorption(_ evaluation: DictionaryEvaluation) -> Double {
    mean(pairs.map { evaluation.absorption(of: $0.parent, by: $0.child) ?? 1 })
  }

  /// The mean cosine of a child's latent with the direction of its parent; 0 in the true dictionary.
  public func parentInChild(_ trained: TrainedAutoencoder, _ evaluation: DictionaryEvaluation) -> Double {
    let cosines = cosines(trained, evaluation)
    return mean(pairs.map { Double(cosines[$0.child, $0.parent]) })
  }

  /// The cosines of latents (rows, in the order of the features that they are paired with) and true
  /// features (columns).
  public func cosines(_ trained: TrainedAutoencoder, _ evaluation: DictionaryEvaluation) -> Matrix {
    let truth = trained.source.directions
    let norms = truth.norms
    let products = trained.autoencoder.decoder.times(truth.transposed)
    return Matrix(rows: truth.rows, columns: truth.rows) { i, j in
      evaluation.latents[i].map { products[$0, j] / norms[j] } ?? 0
    }
  }

  /// The mean over the autoencoders of a kind.
  func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }
}
