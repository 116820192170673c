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

  /// The autoencoder of lowest loss of each variant.
  public var best: [TrainedAutoencoder] { runs.map { Self.best($0) } }

  /// How well the dictionary of each recovers the model's features.
  public var recoveries: [[FeatureRecovery]] {
    runs.map { $0.map { FeatureRecovery(of: model.weights, in: $0.dictionary) } }
  }

  /// The latents of one autoencoder when each feature is there alone, at 1: shape [features, latents].
  public func responses(of trained: TrainedAutoencoder) throws -> Matrix {
    try trained.autoencoder.latents(
      of: trained.source.activations(of: .identity(model.features.count)))
  }

  /// MMCS of as many random directions, the mean over a thousand draws: what it takes to beat.
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

  public var claims: Claims {
    Claims(
      experiment.variants.indices.filter { experiment.variants[$0].resampling != .none }
        .map(recovered) + [resampled, shrunk, selective].compactMap(\.self))
  }

  private func recovered(_ index: Int) -> Claim {
    let recovery = FeatureRecovery(of: model.weights, in: best[index].dictionary)
    let complete = recoveries[index].count { $0.recovered() == experiment.features }
    return Claim(
      "\(experiment.variants[index].name): the best autoencoder recovers every feature",
      measured: "MMCS \(recovery.meanMaxCosine.brief(5)) (random directions: \(chance.brief(2))); "
        + "\(complete) of \(runs[index].count) recover all \(experiment.features)",
      held: recovery.recovered() == experiment.features && recovery.meanMaxCosine > 0.99)
  }

  private var resampled: Claim? {
    func alive(_ resampling: AutoencoderTraining.Resampling) -> (count: Int, of: Int)? {
      guard let index = experiment.variants.firstIndex(of: .init(.standard(), resampling)) else {
        return nil
      }
      return (runs[index].reduce(0) { $0 + $1.alive.count }, runs[index].count * experiment.latents)
    }
    guard let none = alive(.none), let random = alive(.random), let loss = alive(.highLoss) else {
      return nil
    }
    return Claim(
      "latents die, and resampling brings them back",
      measured: "standard: \(none.count) of \(none.of) alive without, \(random.count) with random, "
        + "\(loss.count) with high-loss resampling",
      held: random.count > none.count && loss.count > none.count
        && Double(loss.count) > 0.95 * Double(loss.of))
  }

  private var shrunk: Claim? {
    let named = zip(experiment.variants, shrinkage).filter { $0.0.resampling == .highLoss }
    guard let standard = named.first(where: { $0.0.kind.name == "standard" }) else { return nil }
    let others = named.filter { $0.0.kind.name != "standard" }
    return Claim(
      "the L1 penalty makes reconstructions too short; gates and jumps do not",
      measured: named.map { "\($0.0.kind.name) γ = \($0.1.brief(3))" }.joined(separator: ", "),
      held: standard.1 < 0.9 && others.allSatisfy { $0.1 > standard.1 + 0.05 },
      remark: "γ = E‖ĥ‖² / E[ĥ · h]; 1 is no bias")
  }

  private var selective: Claim? {
    let shares = zip(experiment.variants, best).compactMap { variant, trained -> Double? in
      guard variant.resampling == .highLoss, let responses = try? responses(of: trained) else {
        return nil
      }
      return Self.ownShare(responses)
    }
    return Claim(
      "nine tenths of what a latent answers, and more, is to its own feature",
      measured: "share of a latent's response that is its own feature's: "
        + shares.map { $0.brief(4) }.joined(separator: ", "),
      held: !shares.isEmpty && shares.allSatisfy { $0 > 0.9 },
      remark: "standard, gated, JumpReLU; features one at a time, at 1")
  }

  /// For each latent its largest response over the sum of all; the mean.
  private static func ownShare(_ responses: Matrix) -> Double {
    let shares = (0..<responses.columns).compactMap { j -> Double? in
      let column = (0..<responses.rows).map { Double(responses[$0, j]) }
      let sum = column.reduce(0, +)
      return sum > 0 ? (column.max() ?? 0) / sum : nil
    }
    return shares.reduce(0, +) / Double(max(shares.count, 1))
  }
}
