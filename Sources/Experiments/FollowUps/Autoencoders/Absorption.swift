public import SuperposeAutoencoders
internal import ToyLib

/// Features in trees, and autoencoders with an ordinary and with a nested (Matryoshka) loss.
///
/// Sources: Nabeshima, "Matryoshka Sparse Autoencoders" (2024); Bussmann et al., "Learning Multi-Level
/// Features with Matryoshka Sparse Autoencoders" (2025); Chanin et al., "A is for Absorption" (2024).
public struct Absorption: Experiment {
  public static let name = "absorption"
  public static let source =
    "Nabeshima (2024), Matryoshka Sparse Autoencoders; Bussmann et al. (2025); Chanin et al. (2024)"
  public static let question =
    "Where a child is present only with its parent, does the parent keep a latent of its own?"

  @Setting(from: "Nabeshima") public var parents = 3
  @Setting(from: "Nabeshima") public var parentDensity = 0.15
  @Setting(from: "Nabeshima") public var children = 3
  /// Given the parent. At most one child of a parent is present.
  @Setting(from: "Nabeshima") public var childProbability = 0.2
  /// Features without children.
  @Setting(from: "Nabeshima") public var others = 8
  @Setting(from: "Nabeshima") public var otherDensity = 0.05
  @Setting(from: "Nabeshima") public var dimensions = 20
  /// Standard deviation of the lengths of directions, whose mean is 1.
  @Setting(from: "Nabeshima") public var lengthSpread = 0.05
  /// Autoencoders of each kind.
  @Setting(from: "ours") public var instances = 4
  @Setting(
    from: "Nabeshima",
    except: ["schedule": "ours: 100 steps of warm-up as the source, then down to 0"])
  public var vanillaRecipe = Absorption.recipe(.whole)
  @Setting(
    from: "Nabeshima",
    except: ["schedule": "ours: 100 steps of warm-up as the source, then down to 0"])
  public var matryoshkaRecipe = Absorption.recipe(.random)
  public var seed: UInt64 = 1

  public init() {}

  /// The source's penalty of 0.2 is for a sum over its 20 dimensions, and for activations that are scaled
  /// to a mean length of √20, about five times ours; ours is for the mean over dimensions.
  public var constants: [Parameter] {
    let source = "Nabeshima, 0.2 for a sum over 20 dimensions of activations with a mean length of √20"
    return [Parameter("penalty", Self.penalty.json, from: source)]
  }

  static let penalty = 0.002

  private static func recipe(_ prefixes: AutoencoderTraining.Prefixes) -> AutoencoderTraining {
    var recipe = AutoencoderTraining(
      steps: 15_000, batch: 200, rate: 0.03, schedule: .warmUp(steps: 100, then: .linear), prefixes: prefixes,
      targetActive: 1.2338)
    recipe.beta1 = 0.5
    recipe.beta2 = 0.9375
    recipe.penaltyWarmUp = 3_000
    recipe.sortsLatents = prefixes != .whole
    return recipe
  }

  public mutating func shorten() {
    instances = 1
    vanillaRecipe.steps = min(vanillaRecipe.steps, 300)
    matryoshkaRecipe.steps = min(matryoshkaRecipe.steps, 300)
  }

  public func run() throws -> AbsorptionResult {
    let trees = trees
    var random = RandomSource(seed: seed)
    let axes = try KnownDirections.orthonormal(trees.count, in: dimensions, using: &random)
    let lengths = (0..<trees.count).map { _ in 1 + Float(lengthSpread) * random.normal() }
    let directions = Matrix(rows: axes.rows, columns: axes.columns) { lengths[$0] * axes[$0, $1] }
    let activations = try Activations(features: trees, directions: directions)
    return try AbsorptionResult(
      experiment: self, trees: trees,
      vanilla: trained(on: activations, vanillaRecipe), matryoshka: trained(on: activations, matryoshkaRecipe))
  }

  private func trained(
    on activations: Activations, _ recipe: AutoencoderTraining
  ) throws -> [TrainedAutoencoder] {
    try AutoencoderKind.standard(penalty: Float(Self.penalty)).train(
      on: activations, latents: activations.features.count, instances: instances, seed: seed, training: recipe)
  }

  var trees: FeatureTrees {
    let child = FeatureTree(childProbability)
    let parent = FeatureTree(
      parentDensity, children: Array(repeating: child, count: children), exclusive: true)
    return FeatureTrees(
      Array(repeating: parent, count: parents) + Array(repeating: FeatureTree(otherDensity), count: others),
      magnitude: .one)
  }
}
