internal import SuperposeJSON
public import ToyLib

/// At 1/(1−S) = 5 the paper's geometry graph shows ten square antiprisms. Models that start from small
/// random weights have few of them; are ten of them a better solution, which training does not find?
///
/// Source: Elhage et al. (2022), "The Geometry of Superposition"; figure 14's graph of the sparsest model.
public struct SquareAntiprisms: TrainingExperiment {
  public static let name = "square-antiprisms"
  public static let source =
    "Elhage et al. (2022), The Geometry of Superposition: Uniform Superposition; figure 14"
  public static let question = "Are ten square antiprisms the best way to share thirty dimensions?"

  @Setting(from: "figure 13") public var features = 400
  /// Dimensions, three for each antiprism.
  @Setting(from: "figure 13") public var hidden = 30
  /// 1 − S.
  @Setting(from: "figure 14's graph") public var density = 0.2
  /// As in `UniformSuperposition`.
  @Setting(from: "ours") public var recipe = Training(
    steps: 10_000, batch: 512, optimiser: .adamW(rate: 0.005), schedule: .cosine,
    evaluationSamples: 1 << 14)
  /// Standard deviations of the initial weights of random starts.
  @Setting(from: "the Colab's for its 200 features, and ours") public var deviations = [0.02, 0.005]
  /// Models of each deviation.
  @Setting(from: "ours") public var restarts = 2
  public var seed: UInt64 = 1

  public init() {}

  public var constants: [Parameter] {
    [
      Parameter("length", .number(Self.length), from: "ours: of features in antiprisms, before training"),
      Parameter("bias", .number(Self.bias), from: "ours: of features in antiprisms, before training"),
    ]
  }

  public mutating func shorten() {
    features = 40
    hidden = 6
    recipe.steps = 500
    recipe.batch = 128
    restarts = 1
  }

  static let length = 1.05
  static let bias = -0.05

  public func run() throws -> SquareAntiprismsResult {
    let sampler = SparseFeatures(count: features, density: density)
    let random = try deviations.map { deviation in
      try ReLUOutputModel(hidden: hidden, initialWeights: .normal(deviation: deviation)).train(
        on: sampler, instances: restarts, seed: seed, training: recipe)
    }
    let constructed = try start(sampler).trained(on: sampler, seed: seed, training: recipe)
    return try SquareAntiprismsResult(experiment: self, random: random.flatMap(Array.init), constructed: constructed)
  }

  /// Antiprisms in orthogonal subspaces of three dimensions; the other features are their means.
  private func start(_ sampler: SparseFeatures) throws -> Network {
    let corners = NamedPolytope.squareAntiprism.vertices
    let represented = min(features, 8 * (hidden / 3))
    let weights = Matrix(rows: features, columns: hidden) { i, k in
      i < represented && k / 3 == i / 8 ? Float(Self.length) * corners[i % 8, k % 3] : 0
    }
    return try ReLUOutputModel(hidden: hidden).network(
      weights: weights,
      bias: (0..<features).map { $0 < represented ? Float(Self.bias) : Float(sampler.mean(of: $0)) })
  }
}
