public import SuperposeAutoencoders
internal import SuperposeJSON
internal import ToyLib

/// Matching Pursuit autoencoders beside TopK and BatchTopK ones on the world of ``SyntheticBench``.
///
/// Source: Chanin and Garriga-Alonso, "SynthSAEBench" (2026), for the comparison; Costa et al., "From Flat to Hierarchical"
/// (2025), for the autoencoder. The world has a sixteenth of the features, see ``SyntheticBench``.
public struct MatchingPursuit: TrainingExperiment {
  public static let name = "matching-pursuit"
  public static let source =
    "Chanin and Garriga-Alonso (2026), SynthSAEBench, arXiv 2602.14687; Costa et al. (2025), arXiv 2506.03093"
  public static let question = "Does an encoder that chooses latents one after the other find more of the features?"

  @Setting(from: "ours, a sixteenth of the source's") public var features = 1_024
  /// One world after the other: the more dimensions, the less superposition.
  @Setting(from: "ours, a twelfth of the source's; the second as a control") public var dimensions = [64, 128]
  @Setting(from: "ours, as in synthetic-bench") public var latents = 256
  /// k: active latents in a sample, ascending.
  @Setting(from: "ours, as in synthetic-bench") public var active = [4, 8, 16]
  /// k in the worlds after the first.
  @Setting(from: "ours: about 7 features are present") public var controlActive = [8]
  /// About a hundred thousand samples; the source has 200 million.
  @Setting(from: "ours, as in synthetic-bench") public var recipe = AutoencoderTraining(
    steps: 800, batch: 128, rate: 3e-3, schedule: .linear)
  /// Fresh samples for the measures.
  @Setting(from: "ours") public var measuredSamples = 2_048
  public var seed: UInt64 = 1

  public init() {}

  public var constants: [Parameter] {
    [Parameter("world", "the densities, trees and correlations of synthetic-bench", from: "the source and ours")]
  }

  public mutating func shorten() {
    features = min(features, 96)
    dimensions = dimensions.enumerated().map { min($1, 16 + 8 * $0) }
    latents = min(latents, 96)
    active = [2, 4, 8]
    controlActive = [4]
    recipe.steps = min(recipe.steps, 60)
    measuredSamples = min(measuredSamples, 1_024)
  }

  /// A kind of autoencoder.
  public enum Family: String, CaseIterable, Sendable {
    case topK = "TopK"
    case batchTopK = "BatchTopK"
    case pursuit = "Matching Pursuit"

    func kind(_ active: Int) -> AutoencoderKind {
      switch self {
      case .topK: .topK(active: active)
      case .batchTopK: .batchTopK(active: Double(active))
      case .pursuit: .matchingPursuit(active: active)
      }
    }
  }

  public func run() throws -> MatchingPursuitResult {
    try check()
    let worlds = try dimensions.map { try SyntheticWorld(bench(dimensions: $0)) }
    let cells = worlds.indices.flatMap { world in
      (world == 0 ? active : controlActive).map { Cell(world: world, active: $0) }
    }
    // Kinds share their random numbers, so they see the same samples.
    let tasks = try cells.flatMap { cell in
      let source = try worlds[cell.world].activations
      return Family.allCases.map {
        AutoencoderTask($0.kind(cell.active), on: source, latents: latents, instance: cell.active)
      }
    }
    return try MatchingPursuitResult(
      experiment: self, worlds: worlds, cells: cells, trained: try train(tasks, seed: seed, training: recipe))
  }

  /// One number of active latents in one world.
  struct Cell: Sendable {
    let world: Int
    let active: Int
  }

  /// The world of ``SyntheticBench`` with this experiment's size.
  private func bench(dimensions: Int) -> SyntheticBench {
    var bench = SyntheticBench()
    (bench.features, bench.dimensions, bench.seed) = (features, dimensions, seed)
    return bench
  }

  private func check() throws {
    guard features >= 1, !dimensions.isEmpty, dimensions.allSatisfy({ $0 >= 1 }) else {
      throw ToyLibError.invalid(
        parameter: "the worlds", value: "\(features) features, \(dimensions) dimensions",
        allowed: "positive numbers, one number of dimensions or more")
    }
    guard !active.isEmpty, !controlActive.isEmpty else {
      throw ToyLibError.invalid(
        parameter: "active", value: "\(active) and \(controlActive)", allowed: "one number or more of each")
    }
  }
}
