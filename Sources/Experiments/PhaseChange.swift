internal import SuperposeJSON
public import SuperposePlot
public import ToyFigures
public import ToyLib

/// What becomes of an extra feature, at every importance and sparsity: models beside theory.
///
/// Source: Elhage et al. (2022), "Superposition as a Phase Change"; figures 11 and 12.
public struct PhaseChange: Experiment {
  public static let name = "phase-change"
  public static let source = "Elhage et al. (2022), Superposition as a Phase Change; figures 11, 12"
  public static let question =
    "When is a feature ignored, when does it get a dimension of its own, and when is it superposed?"

  /// n of each diagram; there are n − 1 dimensions.
  public var features: [Int]
  /// Points along each axis.
  public var resolution = 24
  /// Models for each point.
  public var models = 10
  /// How many of them are dropped, those of highest loss; the others are averaged.
  public var dropped = 1
  public var steps = 6_000
  public var batch = 256
  public var seed: UInt64

  public init(features: [Int] = [2, 3], seed: UInt64 = 1) {
    self.features = features
    self.seed = seed
  }

  public init() { self.init(features: [2, 3]) }

  public var parameters: [Parameter] {
    [
      Parameter("features", .array(features.map { .integer($0) }), from: "figures 11 and 12"),
      Parameter("hidden", .array(features.map { .integer($0 - 1) }), from: "figures 11 and 12"),
      Parameter("importance", "0.1…10", from: "figure 11, the extra feature's"),
      Parameter("density", "0.01…1", from: "figure 11"),
      Parameter("resolution", .integer(resolution), from: "ours; the paper gives none"),
      Parameter("models", .integer(models), from: "figure 11"),
      Parameter("dropped", .integer(dropped), from: "figure 11: that of highest loss"),
      Parameter("steps", .integer(steps), from: "ours"),
      Parameter("batch", .integer(batch), from: "ours"),
      Parameter("rate", "0.005, falling to 0", from: "ours"),
    ]
  }

  public var shortened: PhaseChange {
    var copy = self
    copy.resolution = 6
    copy.models = 3
    copy.steps = 600
    return copy
  }

  public func run() throws -> PhaseChangeResult {
    PhaseChangeResult(experiment: self, diagrams: try features.map(diagram))
  }

  private func diagram(_ n: Int) throws -> PhaseChangeResult.Diagram {
    let theory = try PhaseTheory(features: n)
    let importances = LogarithmicGrid.centers(0.1...10, count: resolution)
    let densities = LogarithmicGrid.centers(0.01...1, count: resolution)
    let points = try densities.map { density in
      try importances.map { try point(n, importance: $0, density: density) }
    }
    return PhaseChangeResult.Diagram(theory: theory, points: points)
  }

  private func point(_ n: Int, importance: Double, density: Double) throws -> PhasePoint {
    let weights = Importance.custom(Array(repeating: 1, count: n - 1) + [importance])
    let trained = try ReLUOutputModel(hidden: n - 1, importance: weights).train(
      on: SparseFeatures(count: n, density: density), instances: models, seed: seed,
      training: training)
    return try PhasePoint(
      importance: importance, density: density, networks: trained.map(\.network),
      dropping: min(dropped, models - 1))
  }

  private var training: Training {
    var training = Training()
    training.steps = steps
    training.batch = batch
    training.optimiser = .adamW(rate: 0.005)
    training.schedule = .cosine
    training.evaluationSamples = batch  // not used: points compare their models more exactly
    training.recordEvery = steps
    return training
  }
}

/// The models of one point of a phase diagram.
public struct PhasePoint: Sendable {
  /// What became of the extra feature.
  public struct Extra: Sendable, Hashable {
    /// ‖W_i‖
    public let norm: Double
    /// Σ_{j≠i} (Ŵ_i · W_j)²
    public let superposition: Double

    public var phase: Phase { Phase(norm: norm, superposition: superposition) }
  }

  /// The extra feature's.
  public let importance: Double
  public let density: Double
  /// In the model of least loss.
  public let best: Extra
  /// Averaged over all models that were kept, as in the paper.
  public let mean: Extra
  /// The best model's loss, summed over features, by the number of present features.
  public let loss: Double

  /// - Parameter dropped: How many networks to leave out, those of highest loss.
  init(importance: Double, density: Double, networks: [Network], dropping dropped: Int) throws {
    self.importance = importance
    self.density = density
    // Where inputs are sparse, ordinary samples hold too few pairs to tell models apart.
    let losses = try networks.map {
      try $0.presenceLoss(density: density, samples: 1 << 12).total
    }
    let order = networks.indices.sorted { losses[$0] < losses[$1] }.dropLast(dropped)
    loss = losses[order[0]]
    best = Extra([networks[order[0]]])
    mean = Extra(order.map { networks[$0] })
  }
}

extension PhasePoint.Extra {
  /// The last feature, averaged over networks.
  fileprivate init(_ networks: [Network]) {
    func mean(_ values: (Network) -> [Float]) -> Double {
      networks.reduce(0) { $0 + Double(values($1).last ?? 0) } / Double(max(networks.count, 1))
    }
    self.init(norm: mean(\.norms), superposition: mean(\.superposition))
  }
}

/// A measured diagram for each number of features, with its theory.
public struct PhaseChangeResult: ExperimentResult {
  /// Models and theory at the same places.
  public struct Diagram: Sendable {
    public let theory: PhaseTheory
    /// Shape [densities, importances], the lowest first.
    public let points: [[PhasePoint]]

    /// n
    public var features: Int { theory.features }

    /// The measured diagram as the figure takes it: of the best models, or of all that were kept.
    public func map(_ models: KeyPath<PhasePoint, PhasePoint.Extra>, title: Label) -> PhaseMap {
      let extras = points.map { $0.map { $0[keyPath: models] } }
      return PhaseMap(
        norms: extras.map { $0.map { Float($0.norm) } },
        superposition: extras.map { $0.map { Float($0.superposition) } }, title: title)
    }

    /// The part of the points where the extra feature is in the phase that theory says.
    public func agreement(
      of models: KeyPath<PhasePoint, PhasePoint.Extra>,
      where isCounted: (PhasePoint) -> Bool = { _ in true }
    ) -> Double {
      let counted = points.flatMap(\.self).filter(isCounted)
      let agreeing = counted.count { point in
        let theory = theory.best(importance: point.importance, density: point.density)
        return point[keyPath: models].phase == theory.phase
      }
      return Double(agreeing) / Double(max(counted.count, 1))
    }
  }

  public let experiment: PhaseChange
  public let diagrams: [Diagram]

  public func draw() -> [NamedFigure] {
    diagrams.map { diagram in
      var figure = Figure.phaseDiagrams([
        diagram.map(\.mean, title: averaged), diagram.map(\.best, title: "the best model"),
        diagram.theory.phaseMap(),
      ])
      figure.numbers = [
        .init("agreement of the best models with theory", diagram.agreement(of: \.best))
      ]
      return NamedFigure("phase-diagram-n\(diagram.features)", figure)
    } + [NamedFigure("theory", theoryFigure)]
  }

  private var averaged: Label {
    let kept = experiment.models - min(experiment.dropped, experiment.models - 1)
    return "mean of the best \(kept) models"
  }

  /// The solutions, each in its colour.
  private var theoryFigure: Figure {
    let maps = diagrams.map { TheoryMap(theory: $0.theory).plot }
    let figure = Figure(Panels(maps, columns: 2).gap(30))
    return figure.named(
      "The best of the fixed solutions",
      "Which of the fixed solutions has least loss at each relative importance and density.")
  }
}

extension Figure {
  /// With a name and a summary.
  func named(_ name: String, _ summary: String) -> Figure {
    var copy = self
    copy.name = name
    copy.summary = summary
    return copy
  }
}

/// The map of the authors' notebook: which solution wins.
private struct TheoryMap {
  let theory: PhaseTheory

  private static let colors: [FixedSolution: Color] = [
    .extraIgnored: Color(light: 0xDDDDDD, dark: 0x4A4A4A),
    .otherIgnored: Color(light: 0x003399, dark: 0x3F6FD8),
    .othersShare: Color(light: 0x6F9FE8, dark: 0x9DBDF0),
    .extraShares: Color(light: 0xDD4444, dark: 0xEE6A6F),
  ]

  var plot: Plot {
    let winners = theory.map(resolution: 200)
    let cells = winners.map { $0.map(\.rawValue) }
    let names = theory.solutions.map(\.rawValue)
    let importances = LogarithmicGrid.points(from: 0.1, to: 10, count: 81)
    let marks = (try? Raster(cells, x: 0.1...10, y: 0.01...1)).map { [$0 as any Mark] } ?? []
    let boundary = Line(
      x: importances, y: importances.map(theory.criticalDensity), stroke: Color.ink,
      strokeWidth: 1)
    return Plot(marks: marks + [boundary])
      .x(.log, domain: 0.1...10, label: "relative importance of the extra feature")
      .y(.log, domain: 0.01...1, label: "density 1 − S")
      .color(
        .categorical(theory.solutions.map { Self.colors[$0] ?? .gray }), categories: names,
        legend: .bottom
      )
      .title("n = \(theory.features), m = \(theory.features - 1)").size(330, 380)
  }
}

// MARK: - What the paper says

extension PhaseChangeResult {
  public var claims: Claims {
    Claims(diagrams.flatMap { [regions($0), agreement($0), averages($0), abruptness($0)] } + [loss].compactMap(\.self))
  }

  private func regions(_ diagram: Diagram) -> Claim {
    let phases = diagram.points.flatMap(\.self).map(\.best.phase)
    let parts = Phase.allCases.map { phase in
      Double(phases.count { $0 == phase }) / Double(phases.count)
    }
    return Claim(
      "\(diagram.name): there are three regions: not represented, dedicated dimension, superposition",
      measured: zip(Phase.allCases, parts).map { "\(($1 * 100).brief(3)) % \($0.rawValue)" }
        .joined(separator: ", "), held: parts.allSatisfy { $0 > 0.05 })
  }

  private func agreement(_ diagram: Diagram) -> Claim {
    let all = diagram.agreement(of: \.best)
    let away = diagram.agreement(of: \.best) { abs($0.importance.logarithm) > 0.7 }
    return Claim(
      "\(diagram.name): models are in the phase that theory predicts",
      measured: "the best model at \((all * 100).brief(3)) % of the points, and at "
        + "\((away * 100).brief(3)) % of those with importance below 1/2 or above 2",
      held: all > 0.9)
  }

  private func averages(_ diagram: Diagram) -> Claim {
    let all = diagram.agreement(of: \.mean)
    return Claim(
      "\(diagram.name): the average of nine models, the worst of ten left out, shows the same map",
      measured: "in the phase that theory predicts at \((all * 100).brief(3)) % of the points",
      held: all > 0.9,
      remark: all > 0.9
        ? nil
        : "a second minimum: about half of the models start with the features on the same side and "
          + "stay there, one of them short; the average mixes both")
  }

  private func abruptness(_ diagram: Diagram) -> Claim {
    let points = diagram.points.flatMap(\.self).map(\.best)
    let between = points.count { (0.25...0.75).contains($0.norm) }
    let part = Double(between) / Double(points.count)
    return Claim(
      "\(diagram.name): phases change abruptly",
      measured: "at \((part * 100).brief(2)) % of the points the best model's extra feature has a "
        + "length between 1/4 and 3/4", held: part < 0.1)
  }

  private var loss: Claim? {
    let points = diagrams.flatMap { diagram in
      diagram.points.flatMap(\.self).map { point in
        point.loss / diagram.theory.leastLoss(importance: point.importance, density: point.density)
      }
    }
    guard let most = points.max(), let least = points.min() else { return nil }
    let median = points.sorted()[points.count / 2]
    return Claim(
      "the loss of the best model is that of the best fixed solution or a little less",
      measured: "ratio \(least.brief(3)) to \(most.brief(3)), median \(median.brief(4))",
      held: (0.97...1.005).contains(median) && least > 0.8 && most < 1.05,
      remark: "lengths and biases of models lie between those of the fixed solutions")
  }
}

extension PhaseChangeResult.Diagram {
  fileprivate var name: String { "n = \(features), m = \(features - 1)" }
}
