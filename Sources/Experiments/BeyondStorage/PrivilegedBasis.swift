public import ToyLib

/// The same task with linear hidden units and with ReLU neurons.
///
/// Source: Elhage et al. (2022), "Superposition in a Privileged Basis"; figure 28. The paper gives
/// no sizes.
public struct PrivilegedBasis: TrainingExperiment {
  public static let name = "privileged-basis"
  public static let source =
    "Elhage et al. (2022), Superposition in a Privileged Basis; figure 28"
  public static let question = "What changes when the hidden units are neurons?"

  @Setting(from: "ours: the paper gives none") public var features = 20
  @Setting(from: "ours: the paper gives none") public var hidden = 10
  /// 1 − S.
  @Setting(from: "ours: the paper gives none") public var density = 0.3
  @Setting(from: "ours: the paper gives none") public var importance: Importance = .geometric(0.8)
  @Setting(from: "ours") public var recipe = Training(
    steps: 6_000, optimiser: .adamW(rate: 3e-3), schedule: .linear)
  /// Models of each kind; the best of each is shown.
  @Setting(from: "ours") public var restarts = 12
  public var seed: UInt64 = 1

  public init() {}

  public mutating func shorten() {
    recipe.steps = 600
    restarts = 2
  }

  public func run() throws -> PrivilegedBasisResult {
    let sampler = SparseFeatures(count: features, density: density)
    func best(_ model: some ToyModel) throws -> TrainedModel {
      try model.train(on: sampler, instances: restarts, seed: seed, training: recipe).best
    }
    return try PrivilegedBasisResult(
      experiment: self,
      linear: try best(ReLUOutputModel(hidden: hidden, importance: importance)),
      neurons: try best(ReLUHiddenModel(hidden: hidden, importance: importance)))
  }
}
