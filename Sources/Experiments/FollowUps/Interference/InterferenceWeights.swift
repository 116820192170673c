public import ToyLib

/// Products of a model's two matrices read as weights between features: which of them are in the function that the
/// model learns, and which exist only because of superposition?
///
/// In the paper's model the targets are the features, so no weight between two features is real, however features are
/// correlated. Here each output has a *link* from one other feature, which excites or inhibits it: t = ReLU(Mx), where M
/// has ones on its diagonal and one other element in each row. M is the ground truth.
///
/// Source: Olah, Turner and Conerly, "A Toy Model of Interference Weights" (29 July 2025). Its parameters are not known;
/// links and all sizes are ours.
public struct InterferenceWeights: TrainingExperiment {
  public static let name = "interference-weights"
  public static let source = "Olah, Turner and Conerly (2025), A Toy Model of Interference Weights"
  public static let question = "Which weights between features are real, and which are interference?"

  @Setting(from: "ours") public var features = 64
  /// Dimensions of the models with superposition; those of the models without it are as many as the features.
  @Setting(from: "ours") public var hidden = 20
  /// 1 − S.
  @Setting(from: "ours") public var densities = [0.2, 0.05, 0.02]
  /// The share of the features that are always present together with another one, to which they are not linked.
  @Setting(from: "ours: correlated features without a link") public var correlated = 0.5
  /// The weight of the links to even outputs; those to odd ones have its negative.
  @Setting(from: "ours") public var strength = 0.5
  /// Initial biases of the models with links.
  @Setting(from: "ours: from 0, some outputs of rare features are never active") public var initialBias = 0.1
  @Setting(from: "ours")
  public var recipe = Training(steps: 6_000, batch: 1_024, optimiser: .adam(rate: 3e-3), schedule: .halfCosine)
  /// Samples on which losses and the effects of weights are measured.
  @Setting(from: "ours") public var measuredSamples = 1 << 14
  public var seed: UInt64 = 1

  public init() {}

  public mutating func shorten() {
    features = min(features, 12)
    hidden = min(hidden, 4)
    densities = [0.2, 0.05]
    recipe.steps = min(recipe.steps, 300)
    measuredSamples = min(measuredSamples, 2_048)
  }

  public func run() throws -> InterferenceWeightsResult {
    try require(features >= 4, "features", features, "at least 4")
    try require(hidden >= 1 && hidden <= features, "hidden", hidden, "between 1 and the \(features) features")
    try require(!densities.isEmpty, "densities", "empty", "one number or more")
    try require(correlated >= 0 && correlated <= 1, "correlated", correlated, "between 0 and 1")
    try require(measuredSamples >= 16, "measuredSamples", measuredSamples, "at least 16")
    return InterferenceWeightsResult(experiment: self, rows: try tracked(densities).map(row))
  }

  private func row(_ density: Double) throws -> InterferenceRow {
    let links = LinkedFeatures(self, density: density)
    let samples = try links.sampler.samples(measuredSamples, seed: seed &+ 1)
    let (wide, narrow) = (try trained(features, on: links), try trained(hidden, on: links))
    let plain = try ReLUOutputModel(hidden: hidden).train(on: links.sampler, seed: seed, training: recipe).best
    let end = "1 − S = \(density.brief)"
    return InterferenceRow(
      density: density, pairCount: links.pairCount, links: links.weights,
      wide: try FeatureWeights(wide, on: samples), narrow: try FeatureWeights(narrow, on: samples), plain: plain,
      simulation: try plain.network.simulation(on: links.sampler, samples: measuredSamples, seed: seed),
      wideComparison: try links.comparison("m = n, \(end)", wide, dimensions: features, on: samples),
      narrowComparison: try links.comparison("m = \(hidden), \(end)", narrow, dimensions: hidden, on: samples),
      plainComparison: try ComparedModel("the paper's model, \(end)", plain).comparison(seed: seed))
  }

  private func trained(_ dimensions: Int, on links: LinkedFeatures) throws -> LayeredNetwork {
    let biases = Matrix(rows: 1, columns: features, repeating: Float(initialBias))
    let model = try LayeredModel(
      inputs: features, [.linear(dimensions, bias: false), .linear(features, initialBias: .values(biases)), .relu],
      target: links.target)
    return try model.train(on: links.sampler, seed: seed, training: recipe).best.network
  }
}
