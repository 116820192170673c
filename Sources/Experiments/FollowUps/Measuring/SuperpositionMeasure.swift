public import SuperposeAutoencoders
public import ToyLib

/// Toy models with more and less superposition, an autoencoder on each, and attacks on each: does a
/// measure that sees only activations find the superposition, do attacks follow the interference, and do
/// they transfer between models?
///
/// Sources: Bereska et al., arXiv 2512.13568 (2025), for ψ; Stevinson, Prieto and Barez, arXiv 2510.11709
/// (2025), for attacks. The sizes of their toy models are not known.
public struct SuperpositionMeasure: Experiment {
  public static let name = "superposition-measure"
  public static let source =
    "Bereska et al. (2025), arXiv 2512.13568; Stevinson, Prieto and Barez (2025), arXiv 2510.11709"
  public static let question = "How much superposition is there, and what does an attacker gain from it?"

  @Setting(from: "ours") public var features = 40
  @Setting(from: "ours") public var hidden = 10
  /// 1 − S, one after the other: the rarer features are, the more superposition.
  @Setting(from: "ours") public var densities = [0.5, 0.3, 0.2, 0.1, 0.05, 0.02, 0.01]
  /// Models of each density, which differ in their random numbers.
  @Setting(from: "ours") public var instances = 2
  @Setting(from: "ours") public var modelRecipe = Training(
    steps: 6_000, batch: 512, optimiser: .adamW(rate: 3e-3), schedule: .cosine)
  /// Latents of an autoencoder for each hidden dimension.
  @Setting(from: "Bereska et al.") public var expansion = 4
  /// The weight of the sum of latents beside the mean squared error of the activations, which are scaled
  /// to a mean square of 1.
  @Setting(from: "Bereska et al.") public var penalty = 0.1
  @Setting(from: "ours") public var recipe = AutoencoderTraining(steps: 4_000, batch: 256, rate: 3e-3)
  /// Attacked samples of each model.
  @Setting(from: "ours") public var attacks = 64
  /// The length of an attack as a fraction of the samples' mean length.
  @Setting(from: "ours") public var strength = 0.5
  public var seed: UInt64 = 1

  public init() {}

  public mutating func shorten() {
    densities = [0.3, 0.1, 0.02]
    modelRecipe.steps = min(modelRecipe.steps, 300)
    recipe.steps = min(recipe.steps, 100)
    attacks = 8
  }

  public func run() throws -> SuperpositionMeasureResult {
    let groups = try tracked(densities).map { density in
      try ReLUOutputModel(hidden: hidden).train(
        on: SparseFeatures(count: features, density: density), instances: instances, seed: seed,
        training: modelRecipe)
    }
    let models = groups.flatMap { group in group.map { MeasuredModel(model: $0, density: density(of: $0)) } }
    let autoencoders = try train(
      models.map { model in
        AutoencoderTask(
          .standard(penalty: Float(penalty)), on: try scaled(model.model), latents: expansion * hidden)
      }, seed: seed, training: recipe)
    return try SuperpositionMeasureResult(experiment: self, models: models, autoencoders: autoencoders)
  }

  private func density(of model: TrainedModel) -> Double {
    guard case .independent(let sparsities, _) = model.features.samplingMethod else { return 0 }
    return 1 - (sparsities.first ?? 1)
  }

  /// The model's activations with a mean square of 1 in a dimension.
  private func scaled(_ model: TrainedModel) throws -> Activations {
    let plain = try Activations(of: model)
    let samples = try plain.samples(4_096, seed: seed)
    let square = Double(samples.squaredNorm) / Double(samples.elements.count)
    let scale = square > 0 ? Float(1 / square.squareRoot()) : 1
    return try Activations(features: plain.features, directions: plain.directions.map { $0 * scale })
  }
}

/// A toy model, and the density of its features.
struct MeasuredModel: Sendable {
  let model: TrainedModel
  let density: Double
}
