public import SuperposeDecomposition
public import ToyLib

/// Forty features in ten dimensions as a sum of rank-one parts, with and without an identity between the two
/// matrices: ``ParameterDecomposition`` of the source's larger model.
///
/// Source: Bushnaq, Braun and Sharkey, "Stochastic Parameter Decomposition" (2025), and its code,
/// goodfire-ai/spd.
public struct LargerDecomposition: Experiment {
  public static let name = "parameter-decomposition-40"
  public static let source =
    "Bushnaq, Braun and Sharkey (2025), Stochastic Parameter Decomposition; TMS 40-10 and 40-10+ID"
  public static let question = "Does a decomposition of its weights find forty features in ten dimensions?"

  @Setting(from: "the source") public var features = 40
  @Setting(from: "the source") public var hidden = 10
  /// The probability that a feature is present; values are uniform in [0, 1].
  @Setting(from: "the source") public var density = 0.05
  /// Models, of which the best one is decomposed.
  @Setting(from: "ours, as for five features") public var restarts = 4
  @Setting(from: "the source", except: ["batch": "ours: the source has 8,192"])
  public var targetRecipe = Training(steps: 10_000, batch: 2_048, optimiser: .adamW(rate: 0.005))
  /// Rank-one parts of each matrix.
  @Setting(from: "the source's code") public var parts = 200
  @Setting(from: "the source", except: ["batch": "ours, for three minutes: the source has 4,096"])
  public var decompositionRecipe = DecompositionTraining(steps: 40_000, batch: 128, penalty: 1e-4, power: 2)
  public var seed: UInt64 = 1

  public init() {}

  public mutating func shorten() {
    restarts = 1
    targetRecipe.steps = min(targetRecipe.steps, 200)
    decompositionRecipe.steps = min(decompositionRecipe.steps, 20)
    decompositionRecipe.batch = min(decompositionRecipe.batch, 128)
  }

  public func run() throws -> LargerDecompositionResult {
    var smaller = ParameterDecomposition()
    (smaller.features, smaller.hidden, smaller.density) = (features, hidden, density)
    (smaller.restarts, smaller.targetRecipe) = (restarts, targetRecipe)
    (smaller.parts, smaller.decompositionRecipe) = (parts, decompositionRecipe)
    smaller.seed = seed
    return LargerDecompositionResult(experiment: self, found: try smaller.run())
  }
}
