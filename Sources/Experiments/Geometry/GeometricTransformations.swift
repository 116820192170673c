internal import Foundation
public import ToyLib

/// Two sets of three correlated features in three dimensions, with small initial weights: learning
/// as a sequence of geometric transformations.
///
/// Source: Elhage et al. (2022), "Superposition and Learning Dynamics"; figure 25.
public struct GeometricTransformations: TrainingExperiment {
  public static let name = "geometric-transformations"
  public static let source = "Elhage et al. (2022), Superposition and Learning Dynamics; figure 25"
  public static let question = "By which shapes does a model come to the one it ends with?"

  @Setting(from: "figure 25") public var sets = 2
  @Setting(from: "figure 25") public var setSize = 3
  @Setting(from: "figure 25") public var hidden = 3
  /// 1 − S of a set.
  @Setting(from: "ours: the paper gives none") public var density = 0.05
  @Setting(from: "ours") public var recipe = Training(steps: 10_000, batch: 2_048, recordEvery: 10)
  /// The standard deviation of the initial weights. A small one separates the stages.
  @Setting(from: "ours: shows the stages apart") public var deviation = 0.01
  /// Models; the figure shows the one whose losses are nearest to the median of all.
  @Setting(from: "ours") public var restarts = 12
  public var seed: UInt64 = 2

  public init() {}

  public mutating func shorten() {
    recipe.steps = 1_500
    recipe.batch = 256
    restarts = 2
  }

  public func run() throws -> GeometricTransformationsResult {
    var training = recipe
    training.snapshots = Set(stride(from: 0, through: steps, by: 20))
    let groups = FeatureGroups.correlated(sets: sets, of: setSize, sparsity: 1 - density)
    let models = try ReLUOutputModel(
      hidden: hidden, initialWeights: .normal(deviation: deviation)
    ).train(on: groups, instances: restarts, seed: seed, training: training)
    return GeometricTransformationsResult(
      experiment: self, models: models, members: groups.members,
      components: try groups.principalComponents(seed: seed))
  }
}
