internal import SuperposeJSON
internal import SuperposePlot
public import ToyLib

/// The exact loss of two features in one dimension without a bias, as a landscape.
///
/// Source: Tom McGrath's comment in Elhage et al. (2022); figure 37.
public struct LossSurfaces: Experiment {
  public static let name = "loss-surfaces"
  public static let source = "McGrath's comment in Elhage et al. (2022); figure 37"
  public static let question =
    "Why do phases change abruptly in some places and smoothly in others?"

  /// Importance of the second feature and density of both, one landscape each.
  public var surfaces: [BiasFreeLoss]
  /// No random numbers are drawn.
  public var seed: UInt64 = 0

  public init(surfaces: [BiasFreeLoss]) { self.surfaces = surfaces }

  public init() {
    self.init(surfaces: [
      BiasFreeLoss(importance: 1, density: 0.9), BiasFreeLoss(importance: 1, density: 0.5),
      BiasFreeLoss(importance: 0.1, density: 0.22),
    ])
  }

  public var parameters: [Parameter] {
    [
      Parameter(
        "importance", .array(surfaces.map { .number($0.importance) }),
        from: "ours, one for each phase; the comment's are not known to us"),
      Parameter("density", .array(surfaces.map { .number($0.density) }), from: "ours"),
    ]
  }

  /// It is exact and quick as it is.
  public var shortened: LossSurfaces { self }

  public func run() throws -> LossSurfacesResult {
    let equal = LogarithmicGrid.points(from: 1, to: 0.2, count: 41)
      .map { BiasFreeLoss(importance: 1, density: $0) }
    let weak = LogarithmicGrid.points(from: 0.6, to: 0.1, count: 41)
      .map { BiasFreeLoss(importance: 0.1, density: $0) }
    return LossSurfacesResult(
      experiment: self, minima: surfaces.map(\.minima), equal: equal.map(LossSurfacesResult.Place.init),
      weak: weak.map(LossSurfacesResult.Place.init))
  }
}

/// The minima of each landscape, and of lines through the phase diagram.
public struct LossSurfacesResult: ExperimentResult {
  /// One point of the phase diagram.
  public struct Place: Sendable {
    public let loss: BiasFreeLoss
    /// The lowest first.
    public let minima: [BiasFreeLoss.Minimum]

    init(_ loss: BiasFreeLoss) {
      self.loss = loss
      minima = loss.minima
    }
  }

  public let experiment: LossSurfaces
  /// Of each landscape, the lowest first.
  public let minima: [[BiasFreeLoss.Minimum]]
  /// Equal importance, from dense to sparse.
  public let equal: [Place]
  /// Relative importance 0.1, from dense to sparse.
  public let weak: [Place]

  public func draw() -> [NamedFigure] {
    [NamedFigure("loss-surfaces", landscapes), NamedFigure("minima", paths)]
  }

  private var landscapes: Figure {
    let plots = zip(experiment.surfaces, minima).enumerated().map { index, pair in
      Landscape(loss: pair.0, minima: pair.1, letter: ["a", "b", "c", "d", "e", "f"][index % 6]).plot
    }
    return Figure(Panels(plots, columns: 3).gap(22)).named(
      "Loss surfaces without a bias",
      "The exact loss over both weights; rings mark minima, the filled one is the lowest.")
  }

  /// The weights of the lowest minimum along both lines.
  private var paths: Figure {
    func path(_ places: [Place], title: Label) -> Plot {
      let x = places.map(\.loss.density)
      let best = places.map { $0.minima[0] }
      return Plot {
        Rule(y: 0, stroke: Color.faint)
        Line(
          x: x + x, y: best.map(\.first) + best.map(\.second),
          stroke: x.map { _ in "w₁" } + x.map { _ in "w₂" }, strokeWidth: 2)
      }
      .x(.log, label: "density 1 − S", reversed: true).y(domain: -1.1...1.1, label: "lowest minimum")
      .title(title).size(360, 260)
    }
    return Figure(
      Panels([
        path(equal, title: "equal importance"), path(weak, title: "relative importance 0.1"),
      ])
      .gap(30)
    ).named(
      "The lowest minimum along two lines of the phase diagram",
      "The weights of the lowest minimum jump where one minimum becomes lower than the other.")
  }
}

/// One loss over both weights.
private struct Landscape {
  let loss: BiasFreeLoss
  let minima: [BiasFreeLoss.Minimum]
  let letter: String

  var plot: Plot {
    let side = 121
    let reach = 1.35
    let ticks = (0..<side).map { -reach + 2 * reach * (Double($0) + 0.5) / Double(side) }
    let lowest = minima[0].loss
    // Logarithms open the valleys; the lowest point would be −∞ without the small term.
    let rows = ticks.map { w2 in
      ticks.map { w1 in (loss(w1, w2) - lowest + 0.002 * lowest).logarithm }
    }
    let marks = (try? Raster(rows, x: -reach...reach, y: -reach...reach)).map { [$0 as any Mark] } ?? []
    let all = minima.map { ($0.first, $0.second) } + minima.map { (-$0.first, -$0.second) }
    let best = [(minima[0].first, minima[0].second), (-minima[0].first, -minima[0].second)]
    return Plot(marks: marks).adding {
      Rule(x: 0, stroke: Color.white.opacity(0.5))
      Rule(y: 0, stroke: Color.white.opacity(0.5))
      Dot(
        x: all.map(\.0), y: all.map(\.1), radius: 5, fill: nil, stroke: Color.white, strokeWidth: 1.8)
      Dot(x: best.map(\.0), y: best.map(\.1), radius: 3, fill: Color.white)
    }
    .x(domain: -reach...reach, label: "w_{1}").y(domain: -reach...reach, label: "w_{2}")
    .color(.viridis, legend: .none).equalAspect()
    .title(
      "\(letter): r = \(loss.importance.brief(2)), 1 − S = \(loss.density.brief(2))",
      subtitle: "lowest: \(minima[0].kind.rawValue)"
    ).size(280, 310)
  }
}

// MARK: - What the comment says

extension LossSurfacesResult {
  public var claims: Claims { [confused, severalMinima, jump, growth] }

  private var confused: Claim {
    let dense = equal.filter { $0.minima[0].kind == .confused }.map(\.loss.density)
    let critical = 4.0 / 7
    return Claim(
      "at low sparsity and equal importance there is a phase of its own: both features on the same side",
      measured: "lowest minimum confused for 1 − S from \((dense.min() ?? .nan).brief(3)) to "
        + "\((dense.max() ?? .nan).brief(3)); by algebra it begins at 4/7 = \(critical.brief(3))",
      held: dense.min().map { abs($0 / critical - 1) < 0.06 } ?? false)
  }

  private var severalMinima: Claim {
    let kinds = (equal + weak).filter { Set($0.minima.map(\.kind)).count > 1 }
    return Claim(
      "some places have two minima of different kinds",
      measured: "\(kinds.count) of \(equal.count + weak.count) places on two lines of the phase diagram",
      held: !kinds.isEmpty)
  }

  /// The largest change of w₂ from one place to the next, relative to the change of density.
  private static func largestStep(_ places: [Place]) -> Double {
    zip(places, places.dropFirst())
      .map { abs($0.minima[0].second - $1.minima[0].second) }.max() ?? 0
  }

  private var jump: Claim {
    let step = Self.largestStep(equal)
    return Claim(
      "from confused to antipodal the change is discontinuous",
      measured: "between neighbouring densities w₂ jumps by \(step.brief(2))", held: step > 0.8)
  }

  private var growth: Claim {
    let step = Self.largestStep(weak)
    return Claim(
      "from ignoring a feature to antipodal the change is continuous, which blurs the triple point",
      measured: "with relative importance 0.1 w₂ jumps by \(step.brief(2)), from about 0",
      held: step < 0.25,
      remark: step < 0.25
        ? nil
        : "smaller than the jump from confused to antipodal, but a jump: both minima exist side by "
          + "side; what is continuous is the least loss")
  }
}
