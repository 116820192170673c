public import SuperposeAutoencoders
internal import ToyLib

/// Autoencoders of four kinds on a world of known features: a hierarchy of correlated features by Zipf's law, many
/// more than dimensions.
///
/// Source: Chanin and Garriga-Alonso, "SynthSAEBench" (2026), with a sixteenth of its features, latents for a quarter of
/// them, and a two-thousandth of its samples.
public struct SyntheticBench: Experiment {
  public static let name = "synthetic-bench"
  public static let source = "Chanin and Garriga-Alonso (2026), SynthSAEBench, arXiv 2602.14687"
  public static let question = "Do the autoencoders that reconstruct best have the best latents?"

  @Setting(from: "ours, a sixteenth of the source's") public var features = 1_024
  @Setting(from: "ours, a twelfth of the source's") public var dimensions = 64
  /// How often the first feature is to be present, and the last; between them as i^−exponent.
  @Setting(from: "the source") public var largestDensity = 0.4
  @Setting(from: "the source") public var smallestDensity = 5e-4
  @Setting(from: "the source") public var exponent = 0.5
  /// Trees. The first features are their roots.
  @Setting(from: "ours, a sixteenth of the source's") public var roots = 8
  /// Of each feature in a tree, down to ``depth`` levels below the roots; at most one is present in a sample.
  @Setting(from: "the source") public var children = 4
  @Setting(from: "the source") public var depth = 3
  /// Shared factors of the copula, and the standard deviation of their weights.
  @Setting(from: "the source") public var rank = 25
  @Setting(from: "ours, SAELens's default; the source's is not known") public var correlationScale = 0.1
  /// Standard deviation of the values of present features, whose mean is 1.
  @Setting(from: "ours, as in Sparse but Wrong") public var spread = 0.15
  /// Steps that push random directions apart.
  @Setting(from: "ours") public var adjustments = 12
  @Setting(from: "ours: the source has sweeps with as many as features") public var latents = 256
  /// k: active latents in a sample of the kinds that choose a number, ascending.
  @Setting(from: "ours: about 7 features are present") public var active = [4, 8, 16]
  /// Of the kind with an L1 penalty, for about as many active latents.
  @Setting(from: "ours") public var penalties = [0.012, 0.006, 0.003]
  /// About a hundred thousand samples; the source has 200 million.
  @Setting(from: "ours") public var recipe = AutoencoderTraining(
    steps: 800, batch: 128, rate: 3e-3, schedule: .linear)
  @Setting(from: "ours") public var matryoshkaRecipe = AutoencoderTraining(
    steps: 800, batch: 128, rate: 3e-3, schedule: .linear, prefixes: .fixed([16, 64]))
  /// Fresh samples for the measures.
  @Setting(from: "ours") public var measuredSamples = 4_096
  public var seed: UInt64 = 1

  public init() {}

  public mutating func shorten() {
    features = min(features, 96)
    dimensions = min(dimensions, 24)
    latents = min(latents, 96)
    roots = min(roots, 2)
    depth = min(depth, 2)
    active = [2, 4, 8]
    recipe.steps = min(recipe.steps, 60)
    matryoshkaRecipe.steps = min(matryoshkaRecipe.steps, 60)
    matryoshkaRecipe.prefixes = .fixed([8, 32])
    measuredSamples = min(measuredSamples, 1_024)
  }

  /// A kind of autoencoder.
  public enum Family: String, CaseIterable, Sendable {
    case penalised = "L1"
    case topK = "TopK"
    case batchTopK = "BatchTopK"
    /// BatchTopK with a nested loss.
    case matryoshka = "Matryoshka"
  }

  public func run() throws -> SyntheticBenchResult {
    try check()
    let world = try SyntheticWorld(self)
    let activations = try world.activations
    let plain = try train(
      [Family.penalised, .topK, .batchTopK].flatMap { tasks($0, on: activations) }, seed: seed, training: recipe)
    let nested = try train(tasks(.matryoshka, on: activations), seed: seed, training: matryoshkaRecipe)
    let trained = plain + nested
    let count = active.count
    return try SyntheticBenchResult(
      experiment: self, world: world,
      trained: Family.allCases.indices.map { Array(trained[$0 * count..<($0 + 1) * count]) })
  }

  private func check() throws {
    guard active.count >= 2, active.count == penalties.count else {
      throw ToyLibError.invalid(
        parameter: "penalties", value: "\(penalties.count) numbers",
        allowed: "as many as the \(active.count) numbers of active latents, two or more")
    }
    guard features >= 1, dimensions >= 1, roots >= 0, children >= 0, depth >= 0, rank >= 1 else {
      throw ToyLibError.invalid(
        parameter: "the world",
        value: "\(features) features, \(dimensions) dimensions, \(roots) roots, \(children) children, depth \(depth), "
          + "rank \(rank)",
        allowed: "positive numbers, or 0 for the trees")
    }
  }

  /// One for each number of active latents. Kinds share their random numbers, so they see the same samples.
  private func tasks(_ family: Family, on activations: Activations) -> [AutoencoderTask] {
    active.indices.map { i in
      let kind: AutoencoderKind =
        switch family {
        case .penalised: .standard(penalty: Float(penalties[i]))
        case .topK: .topK(active: active[i])
        case .batchTopK, .matryoshka: .batchTopK(active: Double(active[i]))
        }
      return AutoencoderTask(kind, on: activations, latents: latents, instance: i)
    }
  }
}
