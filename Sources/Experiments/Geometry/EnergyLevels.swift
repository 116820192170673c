internal import Foundation
public import ToyLib

/// The dimensionality of every feature during training: features jump between levels, and the loss
/// drops when they do.
///
/// Source: Elhage et al. (2022), "Superposition and Learning Dynamics"; figure 24. The paper picks
/// one model whose features all end as digons; so does this, the one that jumps last. The paper
/// gives no sizes: with few dimensions, few features jump at the same time, so single jumps are
/// visible.
public struct EnergyLevels: TrainingExperiment {
  public static let name = "energy-levels"
  public static let source = "Elhage et al. (2022), Superposition and Learning Dynamics; figure 24"
  public static let question = "What happens to features while the loss falls?"

  @Setting(from: "ours: the paper gives none") public var features = 60
  @Setting(from: "ours: the paper gives none") public var hidden = 6
  /// 1 − S.
  @Setting(from: "ours: where features end as digons") public var density = 0.3
  @Setting(from: "ours") public var recipe = Training(
    steps: 10_000, optimiser: .adam(), evaluationSamples: 1 << 12)
  /// The number of models to choose from.
  @Setting(from: "ours: the paper picks one, too") public var instances = 8
  /// The number of recorded steps, evenly spaced on a logarithmic scale from step 100 on.
  @Setting(from: "ours") public var looks = 160
  public var seed: UInt64 = 1

  public init() {}

  public mutating func shorten() {
    recipe.steps = 1_000
    instances = 3
    looks = 30
  }

  public func run() throws -> EnergyLevelsResult {
    var training = recipe
    training.snapshots = Set((0...looks).map(step))
    let sampler = SparseFeatures(count: features, density: density)
    let models = try ReLUOutputModel(hidden: hidden).train(
      on: sampler, instances: instances, seed: seed, training: training)
    let courses = models.map { FeatureCourse($0.snapshots) }
    let chosen = courses.indices.max { courses[$0].rank < courses[$1].rank } ?? 0
    let losses = try models[chosen].snapshots.sorted { $0.step < $1.step }.map {
      try $0.network.loss(on: sampler, samples: 1 << 17)
    }
    return EnergyLevelsResult(
      experiment: self, model: models[chosen], course: courses[chosen], losses: losses, instance: chosen,
      digons: courses.map(\.digons))
  }

  private func step(_ look: Int) -> Int {
    let first = min(100.0, Double(steps))
    return Int((first * pow(Double(steps) / first, Double(look) / Double(looks))).rounded())
  }
}
