internal import SuperposeJSON
internal import SuperposePlot
internal import ToyFigures
public import ToyLib

/// The authors' Colab notebook: its three runs, with its own settings.
///
/// Source: Anthropic, `toy-models-of-superposition/toy_models.ipynb`, which goes with Elhage et al.
/// (2022).
public struct Colab: Experiment {
  public static let name = "colab"
  public static let source = "the Colab notebook of Elhage et al. (2022)"
  public static let question = "Does the authors' own notebook give the same here?"

  /// One training run: many models in one go, from dense to sparse.
  public enum Run: String, Sendable, Hashable, CaseIterable {
    /// Five features in two dimensions, ten densities.
    case introduction
    /// A hundred features in 20 dimensions, 20 densities.
    case sparsity
    /// 200 equal features in 20 dimensions, 20 densities.
    case geometry
  }

  public var runs: [Run]
  public var steps = 10_000
  public var seed: UInt64

  public init(runs: [Run] = Run.allCases, seed: UInt64 = 1) {
    self.runs = runs
    self.seed = seed
  }

  public init() { self.init(runs: Run.allCases) }

  public var parameters: [Parameter] {
    [
      Parameter("runs", .array(runs.map { .string($0.rawValue) }), from: "Colab"),
      Parameter("features", .array(runs.map { .integer($0.features) }), from: "Colab"),
      Parameter("hidden", .array(runs.map { .integer($0.hidden) }), from: "Colab"),
      Parameter("instances", .array(runs.map { .integer($0.densities.count) }), from: "Colab"),
      Parameter(
        "importance", .array(runs.map { .string("\($0.importance)") }), from: "Colab"),
      Parameter("density", "20^(−i/(instances − 1))", from: "Colab"),
      Parameter("steps", .integer(steps), from: "Colab"),
      Parameter("batch", 1024, from: "Colab"),
      Parameter("optimiser", "AdamW, rate 0.001, weight decay 0.01", from: "Colab, PyTorch's defaults"),
      Parameter("initial weights", "Xavier over all instances", from: "Colab, PyTorch's meaning"),
    ]
  }

  public var shortened: Colab {
    var copy = self
    copy.steps = 300
    return copy
  }

  public func run() throws -> ColabResult {
    ColabResult(
      experiment: self,
      models: Dictionary(
        uniqueKeysWithValues: try runs.map { ($0, try $0.train(steps: steps, seed: seed)) }))
  }
}

extension Colab.Run {
  public var features: Int {
    switch self {
    case .introduction: 5
    case .sparsity: 100
    case .geometry: 200
    }
  }

  public var hidden: Int { self == .introduction ? 2 : 20 }

  public var importance: Importance {
    switch self {
    case .introduction: .geometric(0.9)
    case .sparsity: .logSpaced(from: 1, to: 0.01)
    case .geometry: .uniform
    }
  }

  /// `feature_probability`: 1 − S of each instance.
  public var densities: [Double] {
    LogarithmicGrid.points(from: 1, to: 0.05, count: self == .introduction ? 10 : 20)
  }

  /// What the Colab's cell trains, one model for each density.
  public func train(steps: Int = 10_000, seed: UInt64 = 1) throws -> TrainedModels {
    let model = ReLUOutputModel(
      hidden: hidden, importance: importance,
      initialWeights: .colab(instances: densities.count))
    return try model.train(
      on: densities.map { SparseFeatures(count: features, density: $0) }, steps: steps, seed: seed)
  }
}

/// The models of each run.
public struct ColabResult: ExperimentResult {
  public let experiment: Colab
  public let models: [Colab.Run: TrainedModels]

  public func draw() -> [NamedFigure] {
    experiment.runs.flatMap { run in
      models[run].map { figures(run, Array($0)) } ?? []
    }
  }

  private func figures(_ run: Colab.Run, _ models: [TrainedModel]) -> [NamedFigure] {
    switch run {
    case .introduction:
      let panels = zip(run.densities, models).map {
        ModelPanel($1, title: "1 − S = \($0.brief(3))")
      }
      return [
        NamedFigure(
          "colab-introduction",
          .featureEmbeddings(panels, importance: models.first?.importance, columns: 5))
      ]
    case .sparsity:
      let panels = stride(from: 0, to: models.count, by: 2).map { index in
        ModelPanel(models[index], title: "1 − S = \(run.densities[index].brief(2))")
      }
      return [NamedFigure("colab-features", .weightsAndBiases(panels, columns: 4))]
    case .geometry:
      return [
        NamedFigure(
          "colab-dimensions-per-feature",
          .dimensionsPerFeature(models, densities: run.densities)),
        NamedFigure(
          "colab-dimensionality", .featureDimensionality(models, densities: run.densities)),
      ]
    }
  }
}

// MARK: - What two public, executed copies of the Colab show

extension ColabResult {
  public var claims: Claims {
    Claims(
      [introduction, fewFeatures, manyFeatures, curve, digons, packing].compactMap(\.self))
  }

  private var introduction: Claim? {
    guard let models = models[.introduction] else { return nil }
    let counts = models.map { $0.representedFeatures() }
    return Claim(
      "introduction: two features at the dense end, four and five at the sparse end",
      measured: counts.map { "\($0)" }.joined(separator: ", "),
      held: counts[0] == 2 && counts.suffix(5).allSatisfy { $0 >= 4 },
      remark: "one training run for each density, as in the Colab: single panels differ from run to run")
  }

  private var fewFeatures: Claim? {
    guard let first = models[.sparsity]?.first else { return nil }
    return Claim(
      "sparsity: without sparsity the 20 most important features, one dimension each",
      measured: "\(first.representedFeatures()) represented, superposition of the first 20 at most "
        + Double(first.superposition.prefix(20).max() ?? .nan).brief(2),
      held: (19...21).contains(first.representedFeatures()))
  }

  private var manyFeatures: Claim? {
    guard let counts = models[.sparsity]?.map({ $0.representedFeatures() }) else { return nil }
    let isGrowing = zip(counts, counts.dropFirst()).count { $0 > $1 } <= 2
    return Claim(
      "sparsity: with sparsity more and more features are represented, in superposition",
      measured: counts.map { "\($0)" }.joined(separator: ", "),
      held: isGrowing && (counts.last ?? 0) > 2 * (counts.first ?? 0))
  }

  /// D* of the two executed copies of the Colab that are public, averaged.
  public static let publishedDimensionsPerFeature: [Double] = zip(
    [
      1.0036, 1.0019, 0.960, 0.830, 0.587, 0.526, 0.510, 0.505, 0.489, 0.443, 0.370, 0.331, 0.302,
      0.261, 0.238, 0.207, 0.186, 0.171, 0.151, 0.136,
    ],
    [
      1.0033, 0.998, 0.951, 0.830, 0.584, 0.526, 0.510, 0.505, 0.503, 0.432, 0.369, 0.341, 0.289,
      0.261, 0.228, 0.208, 0.188, 0.170, 0.151, 0.136,
    ]
  ).map { ($0 + $1) / 2 }

  private var curve: Claim? {
    guard let models = models[.geometry] else { return nil }
    let ours = models.map { Double($0.dimensionsPerFeature) }
    let errors = zip(ours, Self.publishedDimensionsPerFeature).map { abs($0 / $1 - 1) }
    return Claim(
      "geometry: D* of each of the 20 models",
      measured: "to \(((errors.max() ?? .nan) * 100).brief(2)) % that of two public runs of the Colab, "
        + "on average to \((errors.reduce(0, +) / Double(errors.count) * 100).brief(2)) %",
      held: errors.allSatisfy { $0 < 0.08 },
      remark: "those two runs differ from each other by up to 4.4 %")
  }

  private var digons: Claim? {
    guard let models = models[.geometry] else { return nil }
    let model = models[6]
    let alive = model.norms.indices.filter { model.norms[$0] > 0.5 }
    let pairs = alive.count { abs(model.featureDimensionality[$0] - 0.5) < 0.0125 }
    return Claim(
      "geometry: at 1/(1−S) = 2.6 there are 38 features at D = 1/2 and nothing else",
      measured: "\(pairs) of \(alive.count) represented features", held: pairs == alive.count && pairs >= 36)
  }

  private var packing: Claim? {
    guard let models = models[.geometry] else { return nil }
    let sums = models.map { $0.featureDimensionality.reduce(0) { $0 + Double($1) } }
    return Claim(
      "geometry: the D_i of each model add up to 20 (19.96 to 20.00)",
      measured: "\((sums.min() ?? .nan).brief(4)) to \((sums.max() ?? .nan).brief(4))",
      held: sums.allSatisfy { abs($0 - 20) < 0.1 })
  }
}
