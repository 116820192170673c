public import SuperposeDecomposition
public import ToyLib

/// The paper's model as a sum of rank-one parts, found by stochastic parameter decomposition, with and
/// without an identity between its two matrices.
///
/// Source: Bushnaq, Braun and Sharkey, "Stochastic Parameter Decomposition" (2025), and its code,
/// goodfire-ai/spd.
public struct ParameterDecomposition: Experiment {
  public static let name = "parameter-decomposition"
  public static let source = "Bushnaq, Braun and Sharkey (2025), Stochastic Parameter Decomposition; TMS 5-2 and 5-2+ID"
  public static let question = "Does a decomposition of its weights find the features of a model in superposition?"

  @Setting(from: "the source") public var features = 5
  @Setting(from: "the source") public var hidden = 2
  /// The probability that a feature is present; values are uniform in [0, 1].
  @Setting(from: "the source") public var density = 0.05
  /// Models, of which the best one is decomposed.
  @Setting(from: "ours: some starts end in another local minimum") public var restarts = 4
  @Setting(from: "the source")
  public var targetRecipe = Training(steps: 10_000, batch: 1024, optimiser: .adamW(rate: 0.005))
  /// Rank-one parts of each matrix.
  @Setting(from: "the source's code") public var parts = 20
  @Setting(from: "the source", except: ["steps": "ours: the source has 40,000", "batch": "ours: the source has 4,096"])
  public var decompositionRecipe = DecompositionTraining(steps: 30_000, batch: 1_024)
  public var seed: UInt64 = 1

  public init() {}

  public mutating func shorten() {
    restarts = 1
    targetRecipe.steps = min(targetRecipe.steps, 500)
    decompositionRecipe.steps = min(decompositionRecipe.steps, 100)
    decompositionRecipe.batch = min(decompositionRecipe.batch, 256)
  }

  public func run() throws -> ParameterDecompositionResult {
    let sampler = SparseFeatures(count: features, density: density)
    let model = try ReLUOutputModel(hidden: hidden).train(
      on: sampler, instances: restarts, seed: seed, training: targetRecipe
    ).best
    let chains = [try LinearChain(model.network), try LinearChain(model.network, hasIdentity: true)]
    let trained = try decompose(chains, on: sampler, parts: parts, seed: seed, training: decompositionRecipe)
    return try ParameterDecompositionResult(
      experiment: self, model: model, plain: trained[0], withIdentity: trained[1],
      untrained: Decomposition(chains[0], parts: parts, seed: seed))
  }
}
