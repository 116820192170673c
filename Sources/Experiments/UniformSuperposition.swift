internal import SuperposeJSON
internal import SuperposePlot
internal import ToyFigures
public import ToyLib

/// Many features of equal importance and sparsity: how many dimensions each gets, and which shapes
/// they form.
///
/// Source: Elhage et al. (2022), "The Geometry of Superposition"; figures 13 and 14.
public struct UniformSuperposition: Experiment {
  public static let name = "uniform"
  public static let source =
    "Elhage et al. (2022), The Geometry of Superposition: Uniform Superposition; figures 13, 14"
  public static let question =
    "When all features are alike, how do they share the dimensions there are?"

  public var features = 400
  public var hidden = 30
  /// 1 − S, from dense to sparse.
  public var densities =
    LogarithmicGrid.points(from: 1, to: 0.1, count: 22)
    + LogarithmicGrid.points(from: 0.07, to: 0.01, count: 6)
  public var steps = 10_000
  public var batch = 512
  public var rate = 0.005
  /// The standard deviation of initial weights; small ones find more regular shapes.
  public var deviation = 0.02
  public var seed: UInt64

  public init(seed: UInt64) { self.seed = seed }
  public init() { self.init(seed: 1) }

  public var parameters: [Parameter] {
    [
      Parameter("features", .integer(features), from: "figure 13"),
      Parameter("hidden", .integer(hidden), from: "figure 13"),
      Parameter("importance", 1, from: "figure 13"),
      Parameter("densities", .array(densities.map { .number($0) }), from: "ours: 1/(1−S) from 1 to 100, finer where shapes change"),
      Parameter("steps", .integer(steps), from: "ours"),
      Parameter("batch", .integer(batch), from: "ours"),
      Parameter("rate", .string("\(rate.brief), falling to 0"), from: "ours"),
      Parameter("deviation", .number(deviation), from: "the Colab's for its 200 features"),
    ]
  }

  public var shortened: UniformSuperposition {
    var copy = self
    copy.features = 60
    copy.hidden = 6
    copy.steps = 800
    copy.batch = 128
    copy.densities = LogarithmicGrid.points(from: 1, to: 0.05, count: 5)
    return copy
  }

  public func run() throws -> UniformSuperpositionResult {
    let initial = InitialWeights.normal(deviation: deviation)
    let model = ReLUOutputModel(hidden: hidden, initialWeights: initial)
    let models = try model.train(
      on: densities.map { SparseFeatures(count: features, density: $0) }, seed: seed,
      training: training)
    let middle = densities.min { abs($0.logarithm + 1) < abs($1.logarithm + 1) } ?? 0.37
    let half = try ReLUOutputModel(hidden: hidden / 2, initialWeights: initial).train(
      on: SparseFeatures(count: features, density: middle), seed: seed, training: training)[0]
    return try UniformSuperpositionResult(
      experiment: self, models: models, half: half, halfDensity: middle)
  }

  private var training: Training {
    var training = Training()
    training.steps = steps
    training.batch = batch
    training.optimiser = .adamW(rate: rate)
    training.schedule = .cosine
    training.evaluationSamples = 1 << 12
    return training
  }
}

/// One model for each density.
public struct UniformSuperpositionResult: ExperimentResult {
  public let experiment: UniformSuperposition
  public let models: TrainedModels
  /// A model with half the dimensions, for one of the densities.
  public let half: TrainedModel
  public let halfDensity: Double
  /// Each model as a product of polytopes.
  public let decompositions: [TegumDecomposition]

  init(
    experiment: UniformSuperposition, models: TrainedModels, half: TrainedModel, halfDensity: Double
  ) throws {
    self.experiment = experiment
    self.models = models
    self.half = half
    self.halfDensity = halfDensity
    decompositions = try models.map { try $0.tegumDecomposition() }
  }

  /// D* of every model.
  public var dimensionsPerFeature: [Double] { models.map { Double($0.dimensionsPerFeature) } }

  public func draw() -> [NamedFigure] {
    let densities = experiment.densities
    return [
      NamedFigure("dimensions-per-feature", .dimensionsPerFeature(Array(models), densities: densities)),
      NamedFigure(
        "feature-dimensionality",
        .featureDimensionality(Array(models), densities: densities, graphs: shownGraphs)),
    ]
  }

  /// Up to four models whose features are most of all in polytopes with a name, spread over the
  /// densities at which models are in superposition.
  private var shownGraphs: [Int] {
    let candidates = models.indices.filter { decompositions[$0].namedShare > 0.25 }
    guard candidates.count > 4 else { return candidates }
    return (0..<4).map { candidates[$0 * (candidates.count - 1) / 3] }
  }
}

extension TegumDecomposition {
  /// The part of the represented features that is in polytopes with a name, of two features or more.
  var namedShare: Double {
    let all = factors.reduce(0) { $0 + $1.features.count }
    let named = factors.filter { $0.match != nil && $0.features.count > 1 }
      .reduce(0) { $0 + $1.features.count }
    return all > 0 ? Double(named) / Double(all) : 0
  }
}

// MARK: - What the paper says

extension UniformSuperpositionResult {
  public var claims: Claims {
    [dense, sticky, wide, clusters, polytopes, packing, doubling]
  }

  private var dense: Claim {
    let first = dimensionsPerFeature.first ?? .nan
    return Claim(
      "without sparsity there are as many features as dimensions: D* = 1",
      measured: "D* = \(first.brief(3)) at 1 − S = \((experiment.densities.first ?? .nan).brief(2))",
      held: abs(first - 1) < 0.05)
  }

  /// Over which factor of 1/(1−S) D* stays within `width` of `level`.
  private func stay(at level: Double, within width: Double) -> Double {
    let places = zip(experiment.densities, dimensionsPerFeature)
      .filter { abs($0.1 - level) <= width }.map { 1 / $0.0 }
    guard let low = places.min(), let high = places.max() else { return 1 }
    return high / low
  }

  private var sticky: Claim {
    let half = stay(at: 0.5, within: 0.04)
    let others = [0.4, 0.65].map { stay(at: $0, within: 0.04) }
    return Claim(
      "D* sticks at 1/2, where every feature is half of an antipodal pair",
      measured: "within 0.04 of 1/2 while 1/(1−S) grows \(half.brief(3))-fold; of 0.4: "
        + "\(others[0].brief(3))-fold, of 0.65: \(others[1].brief(3))-fold",
      held: half > 1.5 && others.allSatisfy { $0 < half })
  }

  private var wide: Claim {
    let shares = models.map { model in
      let alive = model.norms.indices.filter { model.norms[$0] > 0.5 }
      let digons = alive.count { abs(model.featureDimensionality[$0] - 0.5) < 0.0125 }
      return Double(digons) / Double(max(alive.count, 1))
    }
    let full = zip(experiment.densities, shares).filter { $0.1 > 0.9 }.map { 1 / $0.0 }
    return Claim(
      "over a wide range of sparsity all represented features are digons",
      measured: full.isEmpty
        ? "at most \(((shares.max() ?? 0) * 100).brief(2)) % of them at any density"
        : "over 90 % of them are at D = 1/2 for 1/(1−S) from \((full.min() ?? .nan).brief(3)) to "
          + (full.max() ?? .nan).brief(3),
      held: full.count >= 2)
  }

  /// Every represented feature's D_i where models are in superposition.
  private var sharedDimensionalities: [Double] {
    zip(models, dimensionsPerFeature).filter { $0.1 < 0.9 && $0.1 > 0.3 }.flatMap { model, _ in
      model.norms.indices.filter { model.norms[$0] > 0.5 }
        .map { Double(model.featureDimensionality[$0]) }
    }
  }

  private var clusters: Claim {
    let levels = [3.0 / 4, 2.0 / 3, 1.0 / 2, 2.0 / 5, 3.0 / 8]
    let values = sharedDimensionalities
    let width = 0.0125
    let near = values.count { value in levels.contains { abs($0 - value) <= width } }
    let share = Double(near) / Double(max(values.count, 1))
    // The levels' share of the range from the least to the largest value.
    let chance = 2 * width * Double(levels.count) / max((values.max() ?? 1) - (values.min() ?? 0), 0.1)
    let counts = levels.map { level in values.count { abs($0 - level) <= width } }
    return Claim(
      "the D_i of features cluster at 3/4, 2/3, 1/2, 2/5 and 3/8",
      measured: "\((share * 100).brief(3)) % of \(values.count) lie within 0.0125 of one of them "
        + "(\(counts.map { "\($0)" }.joined(separator: ", "))); evenly spread it would be "
        + "\((chance * 100).brief(2)) %",
      held: share > 1.5 * chance,
      remark: "models with D* between 0.3 and 0.9")
  }

  private var polytopes: Claim {
    let names = decompositions.flatMap { $0.factors.filter { $0.match != nil }.map(\.name) }
    let counts = Dictionary(grouping: names) { $0 }.mapValues(\.count)
      .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return Claim(
      "groups of features are polytopes: tetrahedra, triangles, digons, pentagons, square antiprisms",
      measured: "in \(models.count) models: "
        + counts.map { "\($0.value) × \($0.key)" }.joined(separator: ", "),
      held: ["tetrahedron", "triangle", "digon", "pentagon", "square antiprism"].allSatisfy { counts.map(\.key).contains($0) },
      remark: "found by cosines within 0.15 of the polytope's, in groups that share no other edge")
  }

  private var packing: Claim {
    let m = Double(experiment.hidden)
    let ratios = models.map { $0.featureDimensionality.reduce(0) { $0 + Double($1) } / m }
    return Claim(
      "features share all there is: the D_i of a model add up to m",
      measured: "\((ratios.min() ?? .nan).brief(4)) to \((ratios.max() ?? .nan).brief(4)) times m",
      held: ratios.allSatisfy { abs($0 - 1) < 0.02 })
  }

  private var doubling: Claim {
    let index = experiment.densities.firstIndex(of: halfDensity) ?? 0
    let whole = models[index].representedFeatures()
    let ratio = Double(whole) / Double(max(half.representedFeatures(), 1))
    return Claim(
      "twice the dimensions, twice the features",
      measured: "at 1 − S = \(halfDensity.brief(2)): \(half.representedFeatures()) in "
        + "\(experiment.hidden / 2) dimensions, \(whole) in \(experiment.hidden)",
      held: abs(ratio - 2) < 0.2)
  }
}
