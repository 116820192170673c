internal import SuperposeJSON
internal import SuperposePlot
public import ToyLib

/// Five features of which one is denser or sparser than the others: how a pentagon gives way, and
/// when it snaps.
///
/// Source: Elhage et al. (2022), "Non-Uniform Superposition: Perturbing a Single Feature"; figures
/// 17 and 18.
public struct PerturbedPentagon: Experiment {
  public static let name = "perturbed-pentagon"
  public static let source =
    "Elhage et al. (2022), Non-Uniform Superposition: Perturbing a Single Feature; figures 17, 18"
  public static let question = "What happens to a pentagon when one of its features gets rarer?"

  public var features = 5
  /// 1 − S of all features but the first.
  public var density = 0.05
  /// The first feature's density, relative to the others'.
  public var relativeDensities: [Double] = [
    0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.65, 0.8, 1, 1.5, 2.5, 4, 6.5, 10,
  ]
  public var steps = 10_000
  /// Models for each density.
  public var restarts = 24
  public var seed: UInt64

  public init(seed: UInt64) { self.seed = seed }
  public init() { self.init(seed: 1) }

  public var parameters: [Parameter] {
    [
      Parameter("features", .integer(features), from: "figure 17"),
      Parameter("hidden", 2, from: "figure 17"),
      Parameter("density", .number(density), from: "figure 17"),
      Parameter(
        "relative densities", .array(relativeDensities.map { .number($0) }),
        from: "ours; the paper's are not listed"),
      Parameter("importance", 1, from: "figure 17"),
      Parameter("steps", .integer(steps), from: "Colab"),
      Parameter("restarts", .integer(restarts), from: "ours: several, the lowest loss kept"),
    ]
  }

  public var shortened: PerturbedPentagon {
    var copy = self
    copy.steps = 1_500
    copy.restarts = 4
    copy.relativeDensities = [0.1, 0.3, 1, 4]
    return copy
  }

  public func run() throws -> PerturbedPentagonResult {
    var training = Training()
    training.steps = steps
    training.schedule = .cosine
    training.optimiser = .adamW(rate: 0.003)
    training.evaluationSamples = 1 << 20
    let model = ReLUOutputModel(hidden: 2)
    return PerturbedPentagonResult(
      experiment: self,
      fits: try relativeDensities.map { relative in
        let data = data(relative)
        let models = try model.train(on: data, instances: restarts, seed: seed, training: training)
        return try PerturbedPentagonResult.Fits(relativeDensity: relative, models: models, on: data)
      })
  }

  /// All features of the baseline's density but the first.
  func data(_ relative: Double) -> SparseFeatures {
    let first = 1 - min(density * relative, 1)
    return SparseFeatures(
      sparsities: [first] + Array(repeating: 1 - density, count: features - 1))
  }
}

/// All fits at every density of the first feature.
public struct PerturbedPentagonResult: ExperimentResult {
  /// The shapes that compete.
  public enum Shape: String, Sendable, Hashable, CaseIterable {
    /// All five features are represented.
    case pentagon
    /// The first feature is not; the other four are two antipodal pairs, a square.
    case digons = "two digons"
    /// A fit that is neither.
    case other
  }

  /// A model of least loss among those of one shape.
  public struct Solution: Sendable {
    public let model: TrainedModel
    /// The expected loss, summed over features: exact, not sampled.
    public let loss: Double
    /// The polygon in two dimensions.
    public let polygon: KGon
  }

  /// The fits at one density.
  public struct Fits: Sendable {
    public let relativeDensity: Double
    public let models: TrainedModels
    public let shapes: [Shape]
    /// The best of each shape that was found.
    public let best: [Shape: Solution]

    init(relativeDensity: Double, models: TrainedModels, on data: SparseFeatures) throws {
      self.relativeDensity = relativeDensity
      self.models = models
      let shapes = try models.map { try Shape($0) }
      self.shapes = shapes
      var best: [Shape: Solution] = [:]
      for shape in [Shape.pentagon, .digons] {
        let members = models.indices.filter { shapes[$0] == shape }
        guard let index = members.min(by: { models[$0].loss < models[$1].loss }) else { continue }
        let model = models[index]
        best[shape] = Solution(
          model: model,
          loss: try Double(data.count) * model.network.expectedLoss(on: data),
          polygon: try model.kGon(above: 0.3))
      }
      self.best = best
    }

    /// The shape of least loss.
    public var winner: Shape? {
      best.min { ($0.value.loss, $0.key.rawValue) < ($1.value.loss, $1.key.rawValue) }?.key
    }
  }

  public let experiment: PerturbedPentagon
  public let fits: [Fits]
}

extension PerturbedPentagonResult.Shape {
  /// What a trained model has become.
  init(_ model: TrainedModel) throws {
    let polygon = try model.kGon(above: 0.3)
    let gaps = polygon.gaps
    if polygon.count == model.network.features, gaps.allSatisfy({ (40...100).contains($0) }) {
      self = .pentagon
    } else if polygon.dead == [0], gaps.allSatisfy({ (80...100).contains($0) }) {
      self = .digons
    } else {
      self = .other
    }
  }
}

// MARK: - Numbers

extension PerturbedPentagonResult {
  /// The mean angle from the first feature to its two neighbours, in degrees, in the best pentagon.
  public func neighbourAngle(at relativeDensity: Double) -> Double? {
    guard let fit = fits.first(where: { $0.relativeDensity == relativeDensity }),
      let polygon = fit.best[.pentagon]?.polygon, polygon.features.first == 0
    else { return nil }
    return ((polygon.gaps.first ?? .nan) + (polygon.gaps.last ?? .nan)) / 2
  }

  /// The relative density at which both shapes have the same loss, between the two fits where the
  /// sign of their difference changes; on logarithmic axes.
  public var crossing: Double? {
    let both = fits.compactMap { fit -> (place: Double, difference: Double)? in
      guard let pentagon = fit.best[.pentagon], let digons = fit.best[.digons] else { return nil }
      return (fit.relativeDensity, (pentagon.loss / digons.loss).logarithm)
    }.sorted { $0.place < $1.place }
    for (a, b) in zip(both, both.dropFirst()) where a.difference > 0 && b.difference <= 0 {
      let part = a.difference / (a.difference - b.difference)
      return (a.place.logarithm + part * (b.place / a.place).logarithm).exponential
    }
    return nil
  }
}

// MARK: - Figures

extension PerturbedPentagonResult {
  public func draw() -> [NamedFigure] {
    [NamedFigure("perturbed-pentagon", solutions), NamedFigure("loss-crossover", crossover)]
  }

  private var solutions: Figure {
    let places = fits.map(\.relativeDensity)
    let range = (places.min() ?? 0.1)...(places.max() ?? 10)
    let panels: [any Drawing] = [
      overlay(.digons, first: 1, title: "digon solutions", range: range),
      overlay(.pentagon, first: 0, title: "pentagon solutions", range: range),
    ]
    let ticks = [range.lowerBound, 1, range.upperBound].map {
      LabelledTick($0.logarithm, Label(number: $0))
    }
    let key = ColorKey(
      .viridis, domain: range.lowerBound.logarithm...range.upperBound.logarithm,
      label: "relative density of the perturbed feature", ticks: ticks)
    return Figure(Panels(rows: [[Panels(panels).gap(24)], [key]]).gap(0, 8)).background(.cream)
      .named(
        "Solutions for one perturbed feature",
        "The best digon and pentagon solution at each relative density, turned to a common "
          + "orientation; the pentagon's perturbed feature points up.")
  }

  private func overlay(
    _ shape: Shape, first: Int, title: Label, range: ClosedRange<Double>
  ) -> Plot {
    var x: [Double] = []
    var y: [Double] = []
    var shade: [Double] = []
    for fit in fits {
      guard let model = fit.best[shape]?.model,
        let turned = try? model.weights.oriented(first: first)
      else { continue }
      for feature in 0..<turned.rows {
        x.append(Double(turned[feature, 0]))
        y.append(Double(turned[feature, 1]))
        shade.append(fit.relativeDensity)
      }
    }
    let circle = (0...120).map { 2 * Double.pi * Double($0) / 120 }
    return Plot {
      Line(
        x: circle.map(\.cosine), y: circle.map(\.sine), stroke: Color.faint, strokeWidth: 1, dash: [3, 3])
      Link(
        x: x.map { _ in 0.0 }, y: x.map { _ in 0.0 }, x2: x, y2: y, stroke: shade, strokeWidth: 1,
        opacity: 0.7)
      Dot(x: x, y: y, radius: 4, fill: shade, stroke: Color.cream, strokeWidth: 0.6)
    }
    .x(domain: -1.4...1.4, hidden: true).y(domain: -1.4...1.4, hidden: true)
    .color(.viridis, domain: range, log: true, legend: .none).equalAspect().title(title)
    .size(270, 294)
  }

  private var crossover: Figure {
    let names = Shape.allCases.map(\.rawValue)
    let points = fits.flatMap { fit in
      zip(fit.models, fit.shapes).map { (fit.relativeDensity, $0.sumLoss, $1.rawValue) }
    }
    let marks: [any Mark] = [
      Dot(
        x: points.map(\.0), y: points.map(\.1), radius: 2.2, fill: points.map(\.2), opacity: 0.35)
    ] + [Shape.pentagon, .digons].map { curve($0) } + (crossing.map { [rule(at: $0)] } ?? [])
    let plot = Plot(marks: marks)
      .x(.log, label: "relative density of the first feature")
      .y(.log, label: "loss, summed over features", grid: true)
      .color(.categorical([.blue, .orange, .gray]), categories: names).size(560, 360)
    return Figure(plot).named(
      "The two shapes' losses cross",
      "Loss of every fit against relative density; lines join the best of each shape.")
  }

  private func curve(_ shape: Shape) -> Line {
    let found = fits.compactMap { fit in fit.best[shape].map { (fit.relativeDensity, $0.loss) } }
    return Line(
      x: found.map(\.0), y: found.map(\.1), stroke: found.map { _ in shape.rawValue },
      strokeWidth: 1.8)
  }

  private func rule(at place: Double) -> Rule { Rule(x: place, stroke: Color.muted, dash: [4, 3]) }
}

// MARK: - What the paper says

extension PerturbedPentagonResult {
  public var claims: Claims {
    Claims([uniform, denser, sparser, snaps, cross, challenging].compactMap(\.self))
  }

  private func fit(_ relativeDensity: Double) -> Fits? {
    fits.first { $0.relativeDensity == relativeDensity }
  }

  private var uniform: Claim? {
    guard let fit = fit(1), let best = fit.best[.pentagon] else { return nil }
    let digons = fit.best[.digons]
    return Claim(
      "five equal features form a regular pentagon",
      measured: "gaps \(best.polygon.gaps.map { $0.brief(3) }.joined(separator: ", "))°, loss "
        + "\(best.loss.brief(3))" + (digons.map { " against \($0.loss.brief(3)) for digons" } ?? ""),
      held: fit.winner == .pentagon && best.polygon.largestGapError < 2)
  }

  private var denser: Claim? {
    guard let most = fits.last, let angle = neighbourAngle(at: most.relativeDensity),
      most.relativeDensity > 1
    else { return nil }
    return Claim(
      "a denser feature repels the others",
      measured: "\(most.relativeDensity.brief(2)) times as dense: neighbours at \(angle.brief(3))° "
        + "instead of 72°", held: angle > 73)
  }

  private var sparser: Claim? {
    guard let angle = neighbourAngle(at: 0.4) else { return nil }
    return Claim(
      "a sparser feature lets the others close in",
      measured: "0.4 times as dense: neighbours at \(angle.brief(3))° instead of 72°", held: angle < 71)
  }

  private var snaps: Claim {
    let least = fits.filter { $0.winner == .digons }.map(\.relativeDensity).max()
    return Claim(
      "below a threshold, in the paper about 2.5 times less dense than the others, the solution snaps to "
        + "two digons",
      measured: crossing.map { "at a relative density of \($0.brief(2)), \((1 / $0).brief(2)) times less" }
        ?? "digons win up to \(least.map { $0.brief(2) } ?? "none")",
      held: crossing.map { (0.2...0.45).contains($0) } ?? false,
      remark: "the snap is there; the exact losses cross later than in the paper, at 3.7 times")
  }

  private var cross: Claim? {
    guard let crossing else { return nil }
    let both = fits.filter { $0.best[.pentagon] != nil && $0.best[.digons] != nil }
    return Claim(
      "the loss curves of the two shapes cross, so the change is of first order",
      measured: "both shapes are minima at \(both.count) of \(fits.count) densities; their losses cross "
        + "at \(crossing.brief(3))", held: both.count >= 3)
  }

  private var challenging: Claim {
    let rates = fits.compactMap { fit in
      fit.winner.map { winner in
        Double(fit.shapes.count { $0 == winner }) / Double(fit.shapes.count)
      }
    }
    let mean = rates.reduce(0, +) / Double(max(rates.count, 1))
    return Claim(
      "two dimensions are hard for gradient descent: several fits are needed",
      measured: "\((mean * 100).brief(2)) % of the fits end in the best shape, at worst "
        + "\(((rates.min() ?? .nan) * 100).brief(2)) %", held: mean < 0.9)
  }
}
