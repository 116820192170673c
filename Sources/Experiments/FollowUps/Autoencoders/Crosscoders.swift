public import SuperposeAutoencoders
internal import ToyLib

/// Crosscoders on the activations of two models that share most of their features: without shared latents, with
/// designated ones, and with a smaller penalty for these.
///
/// Source: Mishra-Sharma et al., "Insights on Crosscoder Model Diffing" (2025). Its sizes are not known; all of these are
/// ours, chosen with seed 1.
public struct Crosscoders: TrainingExperiment {
  public static let name = "crosscoders"
  public static let source = "Mishra-Sharma et al. (2025), Insights on Crosscoder Model Diffing"
  public static let question = "What does a crosscoder tell of the features that only one of two models has?"

  /// Features of both models, in the same directions.
  @Setting(from: "ours") public var sharedFeatures = 60
  /// Features that only one model has, of each model.
  @Setting(from: "ours") public var exclusiveFeatures = 20
  /// Dimensions of each model.
  @Setting(from: "ours") public var dimensions = 32
  /// The probability of each feature.
  @Setting(from: "ours") public var density = 0.03
  /// Latents of a crosscoder, one number after the other: half as many as features, and as many.
  @Setting(from: "ours") public var latents = [50, 100]
  /// λ, of latents that are not designated.
  @Setting(from: "ours") public var penalty = 0.003
  /// Latents that are designated as shared.
  @Setting(from: "ours") public var designated = 20
  /// The smaller penalty of designated latents, relative to that of the others.
  @Setting(from: "ours") public var discount = 0.1
  /// Crosscoders of each kind and size.
  @Setting(from: "ours") public var instances = 2
  @Setting(from: "ours") public var recipe = AutoencoderTraining(
    steps: 4_000, batch: 512, rate: 3e-3, schedule: .linear)
  /// Fresh samples for the measures.
  @Setting(from: "ours") public var measuredSamples = 8_192
  public var seed: UInt64 = 1

  public init() {}

  public mutating func shorten() {
    recipe.steps = min(recipe.steps, 60)
    instances = 1
    measuredSamples = min(measuredSamples, 1_024)
  }

  /// How shared latents are designated.
  public enum Variant: String, CaseIterable, Sendable {
    /// No latents are.
    case none = "none designated"
    /// Their directions in both models are equal, and they cost as much as the others.
    case equal = "designated"
    /// They cost less than the others.
    case discounted = "designated, cheaper"
  }

  public func run() throws -> CrosscodersResult {
    try check()
    let activations = try activations
    let tasks = latents.flatMap { count in
      Variant.allCases.flatMap { variant in
        (0..<instances).map { AutoencoderTask(kind(variant), on: activations, latents: count, instance: $0) }
      }
    }
    let trained = try train(tasks, seed: seed, training: recipe)
    let variants = Variant.allCases.count
    return try CrosscodersResult(
      experiment: self, source: activations,
      trained: latents.indices.map { size in
        (0..<variants).map { variant in
          let first = (size * variants + variant) * instances
          return Array(trained[first..<first + instances])
        }
      })
  }

  var features: Int { sharedFeatures + 2 * exclusiveFeatures }

  private func kind(_ variant: Variant) -> AutoencoderKind {
    let rate = Float(penalty)
    return switch variant {
    case .none: .crosscoder(penalty: rate)
    case .equal: .crosscoder(penalty: rate, shared: designated, sharedPenalty: rate)
    case .discounted: .crosscoder(penalty: rate, shared: designated, sharedPenalty: Float(discount) * rate)
    }
  }

  /// Random directions of length 1: first the shared features, then those of the first model, then those of the second.
  private var activations: Activations {
    get throws {
      var random = RandomSource(seed: seed)
      let directions = (0..<features).map { _ in KnownDirections.unit(in: dimensions, using: &random) }
      let nothing = [Float](repeating: 0, count: dimensions)
      let ofSecond = sharedFeatures + exclusiveFeatures..<features
      let first = directions.enumerated().map { ofSecond.contains($0) ? nothing : $1 }
      let second = directions.enumerated().map { $0 < sharedFeatures || ofSecond.contains($0) ? $1 : nothing }
      return try Activations(
        features: SparseFeatures(count: features, density: density), models: Matrix(first), Matrix(second))
    }
  }

  private func check() throws {
    for (name, value) in [
      ("sharedFeatures", sharedFeatures), ("exclusiveFeatures", exclusiveFeatures), ("dimensions", dimensions),
      ("instances", instances), ("measuredSamples", measuredSamples),
    ] where value < 1 {
      throw ToyLibError.invalid(parameter: name, value: "\(value)", allowed: "at least 1")
    }
  }
}
