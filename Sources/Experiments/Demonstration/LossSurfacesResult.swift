internal import SuperposePlot
public import ToyLib

/// The minima of each loss surface, and along lines through the phase diagram.
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
  /// The minima of each loss surface, lowest first.
  public let minima: [[BiasFreeLoss.Minimum]]
  /// Equal importance, from dense to sparse.
  public let equal: [Place]
  /// Relative importance 0.1, from dense to sparse.
  public let weak: [Place]

  public func draw() throws -> [NamedFigure] {
    [NamedFigure("loss-surfaces", try landscapes), NamedFigure("minima", paths)]
  }

  private var landscapes: Figure {
    get throws {
      let letters = ["a", "b", "c", "d", "e", "f"]
      let plots = try zip(experiment.surfaces, minima).enumerated().map { index, pair in
        try Landscape(loss: pair.0, minima: pair.1, letter: letters[index % 6]).plot
      }
      // Each panel has its own range, so the bar says only which end is which.
      let key = ColorKey(
        .viridis, domain: 0...1, label: "loss, logarithmic",
        ticks: [LabelledTick(0, "lowest"), LabelledTick(1, "highest")])
      return Figure(
        Panels(rows: [[Panels(plots, columns: 3).gap(22)], [key]]).gap(0, 6),
        caption: "Rings: minima; filled: the lowest. Confused: both weights have one sign, so the output "
          + "cannot distinguish the features. Antipodal: they have opposite signs."
      ).named(
        "Loss surfaces without a bias",
        "The exact loss over both weights; rings mark minima, the filled one is the lowest.")
    }
  }

  /// The weights of the lowest minimum along both lines.
  private var paths: Figure {
    func path(_ places: [Place], title: Label) -> Plot {
      let x = places.map(\.loss.density)
      let best = places.map { $0.minima[0] }
      let first = Self.broken(x, best.map(\.first))
      let second = Self.broken(x, best.map(\.second))
      return Plot {
        Rule(y: 0, stroke: Color.faint)
        // Where the weights are equal, the wide line shows on both sides of the narrow one.
        Line(x: first.x, y: first.y, stroke: first.x.map { _ in "w₁" }, strokeWidth: 4)
        Line(x: second.x, y: second.y, stroke: second.x.map { _ in "w₂" }, strokeWidth: 1.8)
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

  /// With a missing value between points that are too far apart for a continuous change.
  private static func broken(_ x: [Double], _ y: [Double]) -> (x: [Double], y: [Double]) {
    var line: (x: [Double], y: [Double]) = ([], [])
    for (place, value) in zip(x, y) {
      if let last = line.y.last, abs(value - last) > 0.3 {
        line.x.append(place)
        line.y.append(.nan)
      }
      line.x.append(place)
      line.y.append(value)
    }
    return line
  }
}
