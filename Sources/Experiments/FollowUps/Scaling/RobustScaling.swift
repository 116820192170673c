public import ToyLib

/// How the loss falls with the number of hidden dimensions, with and without strong superposition.
///
/// Source: Liu, Liu and Gore, "Superposition Yields Robust Neural Scaling" (2025), and its code,
/// liuyz0/SuperpositionScaling.
public struct RobustScaling: TrainingExperiment {
  public static let name = "robust-scaling"
  public static let source = "Liu, Liu and Gore (2025), Superposition Yields Robust Neural Scaling"
  public static let question = "How does the loss fall with the number of dimensions, with and without superposition?"

  @Setting(from: "the source") public var features = 1_000
  @Setting(from: "three of the source's six") public var hidden = [10, 25, 63]
  /// a of the probabilities p_i ∝ i^−a, whose sum is 1; values are uniform in [0, 2].
  @Setting(from: "the source has 17 values from 0 to 2") public var exponents = [0.5, 1.25]
  /// γ: a positive one is a weight decay, which leaves most features out (0.11 is the source's smallest);
  /// a negative one pulls the lengths of all features to 1.
  @Setting(from: "the source has 10 values from −1 to 1") public var decays = [-0.5, 0.11]
  @Setting(
    from: "the source",
    except: [
      "steps": "ours: the source has 20,000", "batch": "ours: the source has 2,048",
      "schedule": "a tenth as warm-up, then cosine to 0; the source's ends at 5 %",
    ])
  public var recipe = Training(
    steps: 10_000, batch: 1024, optimiser: .adamW(rate: 0.01, weightDecay: 0),
    schedule: .warmUp(steps: 1_000, then: .halfCosine))
  public var seed: UInt64 = 1

  public init() {}

  public mutating func shorten() {
    features = min(features, 40)
    hidden = [4, 8, 16]
    recipe.schedule = .warmUp(steps: 10, then: .halfCosine)
    recipe.steps = min(recipe.steps, 100)
    recipe.batch = min(recipe.batch, 256)
    recipe.evaluationSamples = 1 << 12
  }

  public func run() throws -> RobustScalingResult {
    try require(
      hidden.count >= 3 && hidden.allSatisfy { $0 >= 1 }, "hidden", hidden, "three or more numbers, 1 or more")
    let cases = decays.flatMap { decay in exponents.map { (decay: decay, exponent: $0) } }
    let series = try tracked(cases).map { decay, exponent in
      try ScalingSeries(
        decay: decay, exponent: exponent, densities: densities(exponent),
        models: hidden.map { try trained($0, decay, exponent) })
    }
    return RobustScalingResult(experiment: self, series: series)
  }

  /// The probability of each feature, from the most frequent one.
  func densities(_ exponent: Double) -> [Double] { .zipf(count: features, exponent: exponent, sum: 1) }

  private func trained(_ hidden: Int, _ decay: Double, _ exponent: Double) throws -> TrainedLayeredNetwork {
    // y = ReLU(Wᵀ W x + b)
    let bias = LinearLayer(
      weights: .shared("W", transposed: true), bias: true, initialBias: .normal(deviation: 1))
    let model = try LayeredModel(
      inputs: features,
      [
        .linear(hidden, bias: false, initial: .normal(deviation: 1 / Double(hidden).squareRoot()), name: "W"),
        .linear(bias), .relu,
      ])
    let group =
      decay < 0
      ? ParameterGroup(.weights, lengthPull: -decay) : ParameterGroup(.weights, decay: decay)
    let sampler = SparseFeatures(densities: densities(exponent), magnitude: .between(0, 2))
    return try model.train(on: sampler, seed: seed, groups: [group], training: recipe).best
  }
}
