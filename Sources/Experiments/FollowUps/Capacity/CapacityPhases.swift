internal import SuperposeJSON
internal import ToyLib

/// Two features, one dimension: ignored, shared or dedicated, over relative importance and density.
///
/// Three maps of the capacity of the second feature: the quadratic model's formula, the same model by
/// descent, and the ReLU output model trained on samples.
///
/// Source: Scherlis et al., "Polysemanticity and Capacity in Neural Networks" (2022), the phase
/// diagrams. Their exact ranges are not known to us; these are those of Elhage et al.'s diagram.
public struct CapacityPhases: Experiment {
  public static let name = "capacity-phases"
  public static let source = "Scherlis et al. (2022), Polysemanticity and Capacity; phase diagrams"
  public static let question =
    "When do two features share a dimension, and how much of it does each of them get?"

  /// Points of each axis for the formula and the descent, and for the trained models.
  public var resolution = 40
  public var trainedResolution = 24
  /// Updates and restarts of the trained models.
  public var steps = 3_000
  public var restarts = 8
  public var seed: UInt64

  public init(seed: UInt64 = 1) { self.seed = seed }

  public init() { self.init(seed: 1) }

  public var parameters: [Parameter] {
    [
      Parameter("features", 2, from: "the source"),
      Parameter("hidden", 1, from: "the source"),
      Parameter("relative importance", .string("0.1 to 10"), from: "ours: Elhage et al.'s"),
      Parameter("density", .string("0.01 to 1"), from: "ours: Elhage et al.'s"),
      Parameter("kurtosis", .string("9/5 divided by density"), from: "ours: uniform in [−1, 1]"),
      Parameter("resolution", .integer(resolution), from: "ours"),
      Parameter("trainedResolution", .integer(trainedResolution), from: "ours"),
      Parameter("steps", .integer(steps), from: "ours"),
      Parameter("restarts", .integer(restarts), from: "ours"),
    ]
  }

  public var shortened: CapacityPhases {
    var copy = self
    copy.resolution = min(resolution, 12)
    copy.trainedResolution = min(trainedResolution, 6)
    copy.steps = min(steps, 300)
    copy.restarts = 1
    return copy
  }

  public func run() throws -> CapacityPhasesResult {
    let theory = map(resolution) { quadratic($0, $1).bestCapacities[1] }
    let descended = map(resolution) {
      quadratic($0, $1).descended(steps: 600, seed: seed).capacities[1]
    }
    return CapacityPhasesResult(
      experiment: self, theory: theory, descended: descended, trained: try trainedMap())
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

  private func trainedMap() throws -> [[Double]] {
    var training = Training()
    training.steps = steps
    training.batch = 256
    training.optimiser = .adamW(rate: 0.003)
    training.schedule = .linear
    training.evaluationSamples = 1 << 13
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
      }, seed: seed, training: training)
    return (0..<count).map { row in
      (0..<count).map { column in
        let first = (row * count + column) * restarts
        let best = models[first..<first + restarts].min { $0.loss < $1.loss } ?? models[first]
        return Double(best.featureDimensionality[1])
      }
    }
  }
}

/// The capacity of the second feature at every point, rows by density from the lowest.
public struct CapacityPhasesResult: ExperimentResult {
  public let experiment: CapacityPhases
  public let theory: [[Double]]
  public let descended: [[Double]]
  public let trained: [[Double]]

  /// How large a part of the map is in each phase.
  public static func shares(of map: [[Double]]) -> [CapacityPhase: Double] {
    let phases = map.joined().map { CapacityPhase(capacity: $0) }
    return Dictionary(grouping: phases) { $0 }
      .mapValues { Double($0.count) / Double(max(phases.count, 1)) }
  }

  /// The part of the map where descent finds the formula's phase.
  public var agreement: Double {
    let pairs = zip(theory.joined(), descended.joined())
    let same = pairs.count { CapacityPhase(capacity: $0) == CapacityPhase(capacity: $1) }
    return Double(same) / Double(max(theory.joined().count, 1))
  }

  /// The largest difference between the capacities of formula and descent; and the median.
  public var differences: (largest: Double, median: Double) {
    let all = zip(theory.joined(), descended.joined()).map { abs($0 - $1) }.sorted()
    return (all.last ?? 0, all.isEmpty ? 0 : all[all.count / 2])
  }

  public var claims: Claims { [threePhases, formula, threshold, trainedPhases] }

  private var threePhases: Claim {
    let found = Self.shares(of: descended)
    return Claim(
      "two features in one dimension have three phases: the second is ignored, shared or dedicated",
      measured: Self.words(found), held: found.count == 3)
  }

  private var formula: Claim {
    Claim(
      "the phase diagram of the quadratic model follows from a formula",
      measured:
        "descent finds the formula's phase at \((agreement * 100).brief(3)) % of the points; "
        + "capacities differ by \(differences.median.brief(1)) (median), "
        + "\(differences.largest.brief(2)) at most",
      held: agreement > 0.95,
      remark: "where they differ, a point lies at a boundary")
  }

  private var threshold: Claim {
    let densities = CapacityPhases.densities(descended.count)
    let sharing = zip(densities, descended).filter { row in
      row.1.contains { CapacityPhase(capacity: $0) == .shared }
    }.map(\.0)
    let densest = sharing.max() ?? 0
    let step = densities.count > 1 ? densities[1] / densities[0] : 1
    return Claim(
      "features share only when inputs have heavier tails than a normal variable's, κ > 3",
      measured: "the densest row that shares has κ = "
        + "\(QuadraticModel.kurtosis(sparsity: 1 - densest).brief(3))",
      held: densest <= 0.6 * step && densest > 0.6 / step / step,
      remark: "κ = 3 is a density of 0.6 here")
  }

  private var trainedPhases: Claim {
    let found = Self.shares(of: trained)
    return Claim(
      "the ReLU output model has the same three phases",
      measured: Self.words(found),
      held: CapacityPhase.allCases.allSatisfy { (found[$0] ?? 0) > 0.05 },
      remark: "boundaries are its own: they depend on the activation function")
  }

  private static func words(_ shares: [CapacityPhase: Double]) -> String {
    CapacityPhase.allCases.map { phase in
      "\(phase.rawValue) \(((shares[phase] ?? 0) * 100).brief(2)) %"
    }.joined(separator: ", ")
  }
}
