internal import SuperposePlot
internal import ToyLib

extension KGonLandscapeResult {
  public func draw() -> [NamedFigure] {
    [
      NamedFigure("k-gons", polygons), NamedFigure("k-gons-free-energy", freeEnergies),
      NamedFigure("k-gons-coefficients", flatness), NamedFigure("k-gons-descents", ends),
    ]
  }

  /// Each critical point as a polygon, with its loss.
  private var polygons: Figure {
    let plots = points.map { point -> Plot in
      let place = point.parameters(deadBias: -1)
      let corners = (0..<point.count).map { (place[2 * $0], place[2 * $0 + 1]) }
      return Plot {
        Rule(x: 0)
        Rule(y: 0)
        Polygon(x: corners.map(\.0), y: corners.map(\.1))
        Link(
          x: corners.map { _ in 0.0 }, y: corners.map { _ in 0.0 }, x2: corners.map(\.0),
          y2: corners.map(\.1), stroke: Color.blue, strokeWidth: 2)
        Dot(x: corners.map(\.0), y: corners.map(\.1), radius: 4)
      }
      .x(domain: -1.6...1.6, hidden: true).y(domain: -1.6...1.6, hidden: true).equalAspect()
      .title(Label(point.symbol), subtitle: Label("L = \(point.loss.brief(4))")).size(130, 170)
    }
    return Figure(Panels(plots, columns: 6).gap(10))
      .named("Critical points of \(experiment.features) features")
      .numbers(points.map { .init("L of \($0.symbol)", $0.loss) })
  }

  /// Free energies against n, less that of the last point.
  private var freeEnergies: Figure {
    let observations = LogarithmicGrid.points(from: 100, to: 2_000, count: 121)
    let known = points.filter { $0.learningCoefficient != nil }
    guard let last = known.last else { return Figure(Plot {}) }
    let curves = known.flatMap { point in
      observations.compactMap { n -> (Double, Double, String)? in
        guard let own = Self.freeEnergy(point, observations: n),
          let base = Self.freeEnergy(last, observations: n)
        else { return nil }
        return (n, own - base, point.symbol)
      }
    }
    let crossing = known.first.flatMap { Self.transition(from: $0, to: last) }
    let marks: [any Mark] =
      crossing.map { n in
        [
          Rule(x: n, dash: [4, 3]),
          Text(
            x: n, y: 15, text: "n = \(n.brief(3))", fill: Color.muted, side: .left),
        ]
      } ?? []
    let lines = Line(
      x: curves.map(\.0), y: curves.map(\.1), stroke: curves.map(\.2), strokeWidth: 1.8)
    let plot = Plot(marks: marks + [lines])
      .x(.log, label: "observations n")
      .y(label: Label("free energy, less that of the \(last.symbol)-gon"), grid: true)
    let figure = Figure(plot)
    return figure.named("Free energy of the phases")
  }

  /// λ̂ of every chain at each n beside the theory's λ.
  private var flatness: Figure {
    let shown = points.indices.filter { points[$0].learningCoefficient != nil }
    let plots = shown.map { index -> Plot in
      let dots = zip(experiment.observations, coefficients).flatMap { n, all in
        all[index].estimates.map { (Double(n), $0) }
      }
      return Plot {
        Rule(y: points[index].learningCoefficient ?? 0, stroke: Color.red, strokeWidth: 1.5)
        Dot(x: dots.map(\.0), y: dots.map(\.1), radius: 3, fill: Color.blue, opacity: 0.5)
      }
      .x(.log, label: "observations n").y(label: "local learning coefficient", grid: true)
      .title(Label("\(points[index].symbol)-gon")).size(230, 240)
    }
    let figure = Figure(
      Panels(plots).sharing(.y).gap(16),
      caption: "Dots: one estimate for each Langevin chain that stayed. Line: theory.")
    return figure.named("Local learning coefficients")
  }

  /// Where descents from random weights end, from the best to the worst.
  private var ends: Figure {
    let losses = descendedLosses.sorted()
    let plot = Plot {
      Rule(y: points.map(\.loss), stroke: Color.grid)
      Dot(x: Array(losses.indices), y: losses, radius: 2.2)
      Text(
        x: points.map { _ in Double(losses.count) }, y: points.map(\.loss),
        text: points.map(\.symbol), fill: Color.muted, side: .right)
    }
    .x(domain: 0...Double(max(losses.count, 1)), label: "descents, the best first")
    .y(label: "loss L where it ends").reserving(right: 30)
    let figure = Figure(plot)
    return figure.named("Where descents end")
  }
}
