public import SuperposeAutoencoders
internal import ToyLib

/// BatchTopK autoencoders with fewer active latents than features are present, with as many, and with more, on fifty
/// features with random correlations. They start at random; a few also start at the true dictionary.
///
/// Source: Chanin and Garriga-Alonso, "Sparse but Wrong" (2025); the large experiment and its code.
public struct WrongSparsityLarge: TrainingExperiment {
  public static let name = "wrong-sparsity-large"
  public static let source =
    "Chanin and Garriga-Alonso (2025), Sparse but Wrong: Incorrect L0 Leads to Incorrect Features"
  public static let question = "Which number of active latents finds the true features, and can one tell without them?"

  /// As many latents.
  @Setting(from: "the source") public var features = 50
  @Setting(from: "the source") public var dimensions = 100
  /// Feature i is present with the probability smallestDensity + densityRange (features − 1 − i) / features.
  @Setting(from: "the source") public var smallestDensity = 0.05
  @Setting(from: "the source") public var densityRange = 0.345
  /// The share of pairs of features that are correlated, before the matrix is made positive definite.
  @Setting(from: "the source's code") public var correlated = 0.7
  /// The share of these correlations that is positive.
  @Setting(from: "the source's code") public var positive = 0.5
  /// Of the sizes of these correlations.
  @Setting(from: "the source") public var weakest = 0.3
  @Setting(from: "the source") public var strongest = 0.9
  /// Standard deviation of the values of present features, whose mean is 1.
  @Setting(from: "the source") public var spread = 0.15
  /// k: active latents in a sample, on average. From a random start.
  @Setting(from: "the source, which scans 1 to 25") public var active = [5, 9, 11, 14, 18]
  /// k of those that start at the true dictionary.
  @Setting(from: "the source: 5; ours: the others") public var activeFromTruth = [5, 9, 11, 14]
  /// n of the decoder projection score.
  @Setting(from: "the source: 12 to 25") public var ranks = [12, 18, 25]
  /// A tenth of the source's 15 million samples.
  @Setting(
    from: "the source", except: ["steps": "ours", "rate": "ours: ten times the source's, for a tenth of its steps"])
  public var recipe = AutoencoderTraining(steps: 1_500, batch: 1_024, rate: 3e-3)
  /// Fresh samples for the measures.
  @Setting(from: "ours; the source has 100,000") public var measuredSamples = 16_384
  public var seed: UInt64 = 1

  public init() {}

  public mutating func shorten() {
    active = [5, 11, 18]
    activeFromTruth = [5]
    recipe.steps = min(recipe.steps, 40)
    measuredSamples = min(measuredSamples, 1_024)
  }

  /// The probability of each feature.
  public var densities: [Double] {
    (0..<features).map { smallestDensity + densityRange * Double(features - 1 - $0) / Double(features) }
  }

  /// How many features are present on average.
  public var presentFeatures: Double { densities.reduce(0, +) }

  public func run() throws -> WrongSparsityLargeResult {
    try check()
    var random = RandomSource(seed: seed)
    let truth = try KnownDirections.orthonormal(features, in: dimensions, using: &random)
    let correlations = RandomCorrelations.matrix(
      features, correlated: correlated, positive: positive, strengths: weakest...strongest, using: &random)
    let source = try Activations(
      features: CopulaFeatures(
        densities: densities, correlations: correlations,
        magnitude: .clippedNormal(mean: 1, deviation: Float(spread))),
      directions: truth)
    let free = active.map {
      AutoencoderTask(.batchTopK(active: Double($0)), on: source, latents: features)
    }
    let known = try activeFromTruth.map {
      AutoencoderTask(try SparseAutoencoder(.batchTopK(active: Double($0)), directions: truth), on: source)
    }
    return try WrongSparsityLargeResult(
      experiment: self, correlations: correlations, trained: try train(free + known, seed: seed, training: recipe))
  }

  private func check() throws {
    guard correlated >= 0, correlated <= 1, positive >= 0, positive <= 1, weakest >= 0, weakest <= strongest,
      strongest <= 1
    else {
      throw ToyLibError.invalid(
        parameter: "correlations",
        value: "\(correlated) of the pairs, \(positive) of them positive, sizes from \(weakest) to \(strongest)",
        allowed: "shares and sizes between 0 and 1, the weakest not above the strongest")
    }
    guard !active.isEmpty, active.allSatisfy({ $0 >= 1 && $0 <= features }) else {
      throw ToyLibError.invalid(
        parameter: "active", value: "\(active)", allowed: "one number or more, between 1 and the \(features) features")
    }
    guard !ranks.isEmpty, ranks.allSatisfy({ $0 >= 1 && $0 < features }) else {
      throw ToyLibError.invalid(
        parameter: "ranks", value: "\(ranks)", allowed: "one number or more, from 1 to below the \(features) features")
    }
  }
}
