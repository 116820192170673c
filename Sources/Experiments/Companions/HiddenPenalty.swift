internal import SuperposeJSON
public import ToyLib

/// The effect of an L1 penalty on the hidden activations on superposition.
///
/// Source: Elhage et al. (2022), "Strategic Picture", approach 1: models without superposition. The
/// paper describes the effect without an experiment.
public struct HiddenPenalty: TrainingExperiment {
  public static let name = "hidden-penalty"
  public static let source = "Elhage et al. (2022), The Strategic Picture of Superposition, approach 1"
  public static let question = "Can superposition be trained away, and what does that cost?"

  @Setting(from: "ours: the demonstration's") public var features = 20
  @Setting(from: "ours: the demonstration's") public var hidden = 5
  /// I_i = ratio^i.
  @Setting(from: "ours: the demonstration's") public var ratio = 0.7
  @Setting(from: "ours: where superposition has begun") public var density = 0.1
  /// λ of λ‖h‖₁, starting with 0.
  @Setting(from: "ours; the paper gives none")
  public var penalties: [Double] = [0] + LogarithmicGrid.points(from: 1e-5, to: 3e-2, count: 10)
  @Setting(from: "ours") public var recipe = Training(steps: 10_000)
  /// Models for each penalty; the one with the lowest loss, penalty included, is measured.
  @Setting(from: "ours") public var restarts = 4
  public var seed: UInt64 = 1

  public init() {}

  public var constants: [Parameter] {
    [Parameter("importance", .string("\(ratio.brief)^i"), from: "ours: the demonstration's")]
  }

  public mutating func shorten() {
    recipe.steps = 500
    restarts = 1
    penalties = [0, 1e-3, 3e-2]
  }

  public func run() throws -> HiddenPenaltyResult {
    let data = SparseFeatures(count: features, density: density)
    let importance = Importance.geometric(ratio)
    return HiddenPenaltyResult(
      experiment: self,
      outcomes: try penalties.map { penalty in
        let model = ReLUOutputModel(hidden: hidden, importance: importance, hiddenPenalty: penalty)
        let best = try model.train(on: data, instances: restarts, seed: seed, training: recipe).best
        let plain = try ReLUOutputModel(hidden: hidden, importance: importance)
          .network(weights: best.weights, bias: best.bias)
        return HiddenPenaltyResult.Outcome(
          penalty: penalty, model: best, taskLoss: try plain.loss(on: data))
      })
  }
}
