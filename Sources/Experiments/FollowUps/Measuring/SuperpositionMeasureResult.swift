internal import Foundation
public import SuperposeAutoencoders
public import ToyLib

/// The models with an autoencoder each, their attacks, and how attacks transfer.
public struct SuperpositionMeasureResult: ExperimentResult {
  /// One model.
  public struct Row: Sendable {
    public let model: TrainedModel
    /// 1 − S.
    public let density: Double
    /// ψ: effective latents for each hidden dimension.
    public let psi: Double
    /// How attacks of gradient ascent point along rows of WᵀW.
    public let alignment: AttackAlignment
    /// ‖W‖²/m, which needs the weights.
    public var featuresPerDimension: Double { Double(model.featuresPerDimension) }
  }

  /// An attack made for one model and used on another.
  public struct Transfer: Sendable, Hashable {
    public let from: Int
    public let to: Int
    /// Procrustes distance of the embeddings relative to their size.
    public let distance: Double
    /// The additional loss that the attacks cause in the other model, relative to that of the other
    /// model's own attacks on the same samples.
    public let rate: Double
  }

  public let experiment: SuperpositionMeasure
  public let rows: [Row]
  public let autoencoders: [TrainedAutoencoder]
  public let transfers: [Transfer]
  public let baselines: Baselines

  init(
    experiment: SuperpositionMeasure, models: [MeasuredModel], autoencoders: [TrainedAutoencoder]
  ) throws {
    self.experiment = experiment
    self.autoencoders = autoencoders
    let sets = try models.map { try AttackSet(experiment, on: $0) }
    let rows = try zip(zip(models, autoencoders), sets).map { pair, attacks in
      let evaluation = try pair.1.evaluated(samples: 4_096, seed: experiment.seed)
      return Row(
        model: pair.0.model, density: pair.0.density,
        psi: evaluation.effectiveLatents / Double(experiment.hidden), alignment: attacks.alignment)
    }
    self.rows = rows
    transfers = try Self.transfers(experiment, models)
    baselines = Baselines(
      try Self.compared(rows, each: experiment.instances).map { try $0.comparison(seed: experiment.seed) })
  }

  public var compared: [ComparedModel] { Self.compared(rows, each: experiment.instances) }

  /// The first model of each density.
  private static func compared(_ rows: [Row], each instances: Int) -> [ComparedModel] {
    rows.enumerated().filter { $0.offset % instances == 0 }.map { _, row in
      ComparedModel("1 − S = \(row.density.brief)", row.model.network, on: row.model.features)
    }
  }

  /// Attacks on the samples of one density, made for each model and used on each other.
  private static func transfers(
    _ experiment: SuperpositionMeasure, _ models: [MeasuredModel]
  ) throws -> [Transfer] {
    let data = SparseFeatures(
      count: experiment.features, density: experiment.densities.sorted()[experiment.densities.count / 2])
    let sets = try models.map { try AttackSet(experiment, on: $0.model.network, data) }
    let own = try zip(models, sets).map { try $1.gain(on: $0.model.network) }
    var transfers: [Transfer] = []
    for (i, from) in models.enumerated() {
      for (j, to) in models.enumerated() where i != j && own[j] > 0 {
        transfers.append(
          Transfer(
            from: i, to: j,
            distance: try from.model.network.aligned(to: to.model.network).relativeDistance,
            rate: try sets[i].gain(on: to.model.network) / own[j]))
      }
    }
    return transfers
  }
}
