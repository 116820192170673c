internal import SuperposeJSON
internal import SuperposePlot
internal import ToyFigures
public import ToyLib

/// Three pairs of correlated features in two dimensions, from dense to sparse: from principal
/// components to superposition.
///
/// Source: Elhage et al. (2022), "Collapsing of Correlated Features"; figure 23.
public struct CollapsingPairs: Experiment {
  public static let name = "collapsing-pairs"
  public static let source = "Elhage et al. (2022), Collapsing of Correlated Features; figure 23"
  public static let question = "When is superposition like principal component analysis?"

  public var pairs = 3
  /// 1 − S of a pair, one model for each, dense to sparse.
  public var densities: [Double] = [0.8, 0.4, 0.2, 0.1, 0.03]
  public var steps = 10_000
  /// Models for each density; the best is shown.
  public var restarts = 40
  public var seed: UInt64 = 1

  public init() {}

  public var parameters: [Parameter] {
    [
      Parameter("pairs", .integer(pairs), from: "figure 23"),
      Parameter("hidden", 2, from: "figure 23"),
      Parameter(
        "densities", .array(densities.map { .number($0) }), from: "one in each regime of figure 23"),
      Parameter("steps", .integer(steps), from: "Colab"),
      Parameter("restarts", .integer(restarts), from: "ours: the hexagon is hard to find"),
    ]
  }

  public var shortened: CollapsingPairs {
    var copy = self
    copy.steps = 1_000
    copy.restarts = 6
    return copy
  }

  public func run() throws -> CollapsingPairsResult {
    var training = Training()
    training.steps = steps
    training.schedule = .linear
    training.optimiser = .adamW(rate: 3e-3)
    let regimes = try densities.map { density in
      let groups = FeatureGroups.correlated(sets: pairs, of: 2, sparsity: 1 - density)
      let models = try ReLUOutputModel(hidden: 2).train(
        on: groups, instances: restarts, seed: seed, training: training)
      return CollapsingPairsResult.Regime(
        density: density, model: models.best,
        sets: try models.best.correlatedSets(groups.members))
    }
    return CollapsingPairsResult(experiment: self, regimes: regimes)
  }
}

/// The best model of each density and what became of its pairs.
public struct CollapsingPairsResult: ExperimentResult {
  public let experiment: CollapsingPairs
  public let regimes: [Regime]

  /// One density.
  public struct Regime: Sendable {
    public let density: Double
    public let model: TrainedModel
    /// Which pairs are collapsed.
    public let sets: CorrelatedSets

    /// The share of ‖W‖²_F along the sums (a + b)/√2 of the pairs, their principal components: 1
    /// when all are collapsed, 1/2 when members are orthogonal.
    public var shareOfSums: Double {
      let weights = model.weights
      let sums = sets.sets.map { set in
        2 * Double(weights.dot(row: set.features[0], row: set.features[1]))
      }
      return (1 + sums.reduce(0, +) / Double(weights.squaredNorm)) / 2
    }
  }

  public func draw() -> [NamedFigure] {
    let panels = regimes.map { regime in
      ModelPanel(
        (try? regime.model.oriented(angle: 60)) ?? regime.model.weights,
        title: "1 − S = \(regime.density.brief): \(regime.sets.collapsed) collapsed")
    }
    let sets = (0..<experiment.pairs).flatMap { [$0, $0] }
    return [
      NamedFigure(
        "collapsing-pairs",
        .featureEmbeddings(panels, sets: sets, progress: "increasing feature sparsity"))
    ]
  }

  public var claims: Claims {
    let expected = regimes.compactMap { regime -> Claim? in
      guard let (words, count) = Self.regime(regime.density) else { return nil }
      let states = regime.sets.sets.map(\.state.rawValue).joined(separator: ", ")
      return Claim(
        "1 − S = \(regime.density.brief): \(words)",
        measured: "\(regime.sets.regime) (\(states)); \((regime.shareOfSums * 100).brief(3)) % of "
          + "‖W‖² along the pairs' sums",
        held: regime.sets.collapsed == count)
    }
    return Claims(expected + [order])
  }

  /// What figure 23 says of a density, and how many of three pairs are collapsed.
  private static func regime(_ density: Double) -> (String, Int)? {
    switch density {
    case 0.5...: ("most like principal components, all pairs collapsed", 3)
    case 0.25..<0.5: ("all three pairs collapsed", 3)
    case 0.15...0.2: ("two pairs collapsed", 2)
    case 0.05..<0.15: ("one pair collapsed", 1)
    case ..<0.05: ("none collapsed: a hexagon", 0)
    default: nil
    }
  }

  private var order: Claim {
    let counts = regimes.map(\.sets.collapsed)
    return Claim(
      "the sparser, the fewer pairs are collapsed",
      measured: zip(regimes, counts).map { "\($0.density.brief): \($1)" }.joined(separator: ", "),
      held: zip(counts, counts.dropFirst()).allSatisfy { $0 >= $1 } && counts.first != counts.last)
  }
}
