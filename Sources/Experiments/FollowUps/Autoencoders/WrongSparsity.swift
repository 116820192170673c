public import SuperposeAutoencoders
internal import ToyLib

/// BatchTopK autoencoders with the right number of active latents and with a slightly smaller one, on
/// features whose presence is correlated. All start at the true dictionary.
///
/// Source: Chanin and Garriga-Alonso, "Sparse but Wrong" (2025); the small experiment, with a fifth of
/// its samples.
public struct WrongSparsity: TrainingExperiment {
  public static let name = "wrong-sparsity"
  public static let source =
    "Chanin and Garriga-Alonso (2025), Sparse but Wrong: Incorrect L0 Leads to Incorrect Features"
  public static let question = "What does an autoencoder learn that may use fewer latents than there are features?"

  @Setting(from: "the source") public var features = 5
  @Setting(from: "the source") public var dimensions = 20
  /// The probability of each feature. The true number of present features is features · density.
  @Setting(from: "the source") public var density = 0.4
  /// Between the copula's variable of feature 0 and that of each other feature; the others are independent.
  @Setting(from: "the source") public var correlations = [
    -0.5, -0.4, -0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3, 0.4, 0.5,
  ]
  /// k: active latents in a sample, on average.
  @Setting(from: "the source: right, and too small") public var active = [2, 1.8]
  /// Standard deviation of the values of present features, whose mean is 1.
  @Setting(from: "the source") public var spread = 0.15
  @Setting(from: "the source", except: ["steps": "ours, a fifth of the source's 15 million samples"])
  public var recipe = AutoencoderTraining(steps: 3_000, batch: 1_024, rate: 3e-4)
  public var seed: UInt64 = 1

  public init() {}

  public mutating func shorten() {
    correlations = [-0.4, 0, 0.4]
    recipe.steps = min(recipe.steps, 100)
  }

  public func run() throws -> WrongSparsityResult {
    var random = RandomSource(seed: seed)
    let truth = try KnownDirections.orthonormal(features, in: dimensions, using: &random)
    let sources = try correlations.map { try Activations(features: sampler($0), directions: truth) }
    let tasks = try sources.flatMap { source in
      try active.map {
        AutoencoderTask(try SparseAutoencoder(.batchTopK(active: $0), directions: truth), on: source)
      }
    }
    let trained = try train(tasks, seed: seed, training: recipe)
    let runs = correlations.indices.map { Array(trained[$0 * active.count..<($0 + 1) * active.count]) }
    return try WrongSparsityResult(experiment: self, directions: truth, trained: runs)
  }

  private func sampler(_ correlation: Double) throws -> CopulaFeatures {
    try CopulaFeatures(
      densities: Array(repeating: density, count: features),
      correlations: Matrix(rows: features, columns: features) { i, j in
        i == j ? 1 : i == 0 || j == 0 ? Float(correlation) : 0
      },
      magnitude: .clippedNormal(mean: 1, deviation: Float(spread)))
  }
}
