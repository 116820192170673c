public import ToyLib

/// Two sets of ten correlated features in ten dimensions: each set gets an orthogonal basis, and
/// the two bases overlap.
///
/// Source: Elhage et al. (2022), "Local Almost-Orthogonal Bases"; figure 22. The paper gives no
/// density.
public struct LocalBases: TrainingExperiment {
  public static let name = "local-bases"
  public static let source = "Elhage et al. (2022), Local Almost-Orthogonal Bases; figure 22"
  public static let question = "Can a model be without superposition where it matters?"

  @Setting(from: "figure 22") public var sets = 2
  @Setting(from: "figure 22") public var setSize = 10
  @Setting(from: "figure 22") public var hidden = 10
  /// 1 − S of a set.
  @Setting(from: "ours: the paper gives none") public var density = 0.02
  @Setting(from: "ours") public var recipe = Training(
    steps: 10_000, optimiser: .adamW(rate: 3e-3), schedule: .linear)
  /// Models; the best is shown.
  @Setting(from: "ours") public var restarts = 20
  public var seed: UInt64 = 1

  public init() {}

  public mutating func shorten() {
    recipe.steps = 1_000
    restarts = 2
  }

  public func run() throws -> LocalBasesResult {
    let groups = FeatureGroups.correlated(sets: sets, of: setSize, sparsity: 1 - density)
    let model = ReLUOutputModel(hidden: hidden)
    let correlated = try model.train(
      on: groups, instances: restarts, seed: seed, training: recipe)
    let independent = try model.train(
      on: SparseFeatures(count: sets * setSize, density: density), instances: restarts, seed: seed,
      training: recipe)
    return LocalBasesResult(
      experiment: self, model: correlated.best, independent: independent.best,
      members: groups.members)
  }
}
