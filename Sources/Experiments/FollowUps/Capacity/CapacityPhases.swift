internal import SuperposeJSON
public import ToyLib

/// Two features, one dimension: ignored, shared or dedicated, over relative importance and density.
///
/// Three maps of the capacity of the second feature: the quadratic model's formula, the same model by
/// descent, and the ReLU output model trained on samples.
///
/// Source: Scherlis et al., "Polysemanticity and Capacity in Neural Networks" (2022), the phase
/// diagrams. We do not know its exact ranges; these are those of Elhage et al.'s diagram.
public struct CapacityPhases: TrainingExperiment {
  public static let name = "capacity-phases"
  public static let source = "Scherlis et al. (2022), Polysemanticity and Capacity; phase diagrams"
  public static let question =
    "When do two features share a dimension, and how much of it does each of them get?"

  /// Points of each axis for the formula and the descent, and for the trained models.
  @Setting(from: "ours") public var resolution = 40
  @Setting(from: "ours") public var trainedResolution = 24
  @Setting(from: "ours") public var recipe = Training(
    steps: 3_000, batch: 256, optimiser: .adamW(rate: 0.003), schedule: .linear,
    evaluationSamples: 1 << 13)
  /// How the quadratic model is trained, four times at each point.
  @Setting(from: "ours") public var descent = GradientDescent(steps: 600, rate: 0.05)
  @Setting(from: "ours") public var restarts = 8
  public var seed: UInt64 = 1

  public init() {}

  public var constants: [Parameter] {
    [
      Parameter("features", 2, from: "the source"),
      Parameter("hidden", 1, from: "the source"),
      Parameter("relative importance", .string("0.1 to 10"), from: "ours: Elhage et al.'s"),
      Parameter("density", .string("0.01 to 1"), from: "ours: Elhage et al.'s"),
      Parameter("kurtosis", .string("9/5 divided by density"), from: "ours: uniform in [−1, 1]"),
    ]
  }

  public mutating func shorten() {
    resolution = min(resolution, 12)
    trainedResolution = min(trainedResolution, 6)
    recipe.steps = min(recipe.steps, 300)
    restarts = 1
  }

  public func run() throws -> CapacityPhasesResult {
    let theory = map(resolution) { quadratic($0, $1).bestCapacities[1] }
    let descended = map(resolution) {
      quadratic($0, $1).descended(by: descent, restarts: 4, seed: seed).capacities[1]
    }
    return CapacityPhasesResult(
      experiment: self, theory: theory, descended: descended, models: try trainedModels())
  }

  /// Relative importances of `count` columns, 0.1 to 10.
  static func importances(_ count: Int) -> [Double] {
    LogarithmicGrid.centers(0.1...10, count: count)
  }

  /// Densities of `count` rows, 0.01 to 1.
  static func densities(_ count: Int) -> [Double] {
    LogarithmicGrid.centers(0.01...1, count: count)
  }

  private func quadratic(_ importance: Double, _ density: Double) -> QuadraticModel {
    QuadraticModel(
      importance: [1, importance], hidden: 1,
      kurtosis: QuadraticModel.kurtosis(sparsity: 1 - density))
  }

  private func map(_ count: Int, _ capacity: (Double, Double) -> Double) -> [[Double]] {
    Self.densities(count).map { density in
      Self.importances(count).map { capacity($0, density) }
    }
  }

  /// The best model of every point, rows by density from the lowest.
  private func trainedModels() throws -> [[TrainedModel]] {
    let count = trainedResolution
    let models = try train(
      Self.densities(count).flatMap { density in
        Self.importances(count).flatMap { importance in
          Array(
            repeating: (
              ReLUOutputModel(hidden: 1, importance: .custom([1, importance])) as any ToyModel,
              SparseFeatures(count: 2, density: density) as any FeatureSampler
            ), count: restarts)
        }
      }, seed: seed, training: recipe)
    return (0..<count).map { row in
      (0..<count).map { column in
        let first = (row * count + column) * restarts
        return models[first..<first + restarts].min { $0.loss < $1.loss } ?? models[first]
      }
    }
  }
}
