public import SuperposeAutoencoders
public import ToyLib

/// The toy model, and all autoencoders of each variant.
public struct ToyAutoencodersResult: ExperimentResult {
  public let experiment: ToyAutoencoders
  public let model: TrainedModel
  /// One list for each variant.
  public let runs: [[TrainedAutoencoder]]
  /// γ of the best of each variant: E‖ĥ‖² / E[ĥ · h], below 1 where reconstructions are too short.
  public let shrinkage: [Double]

  init(
    experiment: ToyAutoencoders, model: TrainedModel, runs: [[TrainedAutoencoder]], probe: Matrix
  ) throws {
    self.experiment = experiment
    self.model = model
    self.runs = runs
    shrinkage = try runs.map { try Self.shrinkage(of: Self.best($0).autoencoder, on: probe) }
  }

  /// The autoencoder with the lowest loss of each variant.
  public var best: [TrainedAutoencoder] { runs.map { Self.best($0) } }

  public var baselines: Baselines {
    get throws {
      try Baselines(
        zip(experiment.variants, best).map { ComparedAutoencoder($0.name, $1) }, seed: experiment.seed)
    }
  }

  /// How well the dictionary of each recovers the model's features.
  public var recoveries: [[FeatureRecovery]] {
    runs.map { $0.map { FeatureRecovery(of: model.weights, in: $0.dictionary) } }
  }

  /// The latents of one autoencoder for single features with the value 1: shape [features,
  /// latents].
  public func responses(of trained: TrainedAutoencoder) throws -> Matrix {
    try trained.autoencoder.latents(
      of: trained.source.activations(of: .identity(model.features.count)))
  }

  /// MMCS of the same number of random directions, averaged over a thousand draws: the baseline.
  public var chance: Double {
    var random = RandomSource(seed: experiment.seed)
    let draws = (0..<1_000).map { _ in
      let rows = (0..<experiment.latents).map { _ in [random.normal(), random.normal()] }
      return FeatureRecovery(of: model.weights, in: Matrix(rows)).meanMaxCosine
    }
    return draws.reduce(0, +) / Double(draws.count)
  }

  private static func best(_ run: [TrainedAutoencoder]) -> TrainedAutoencoder {
    run.min { $0.evaluation.total < $1.evaluation.total } ?? run[0]
  }

  /// Source: Rajamanoharan et al. (2024), the relative reconstruction bias.
  private static func shrinkage(of autoencoder: SparseAutoencoder, on probe: Matrix) throws
    -> Double
  {
    let guesses = try autoencoder.reconstructions(of: probe)
    var (squares, products) = (0.0, 0.0)
    for (guess, truth) in zip(guesses.elements, probe.elements) {
      squares += Double(guess) * Double(guess)
      products += Double(guess) * Double(truth)
    }
    return products > 0 ? squares / products : 0
  }
}
