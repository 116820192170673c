internal import Foundation
internal import SuperposePlot
internal import ToyLib

extension CapacityPhasesResult {
  public func draw() throws -> [NamedFigure] {
    [NamedFigure("capacity-phases", try phases), NamedFigure("capacity-across", across)]
  }

  private var phases: Figure {
    get throws {
      let plots = [
        try map(theory, "quadratic model, formula", withBoundaries: true),
        try map(descended, "quadratic model, descent", withBoundaries: true),
        try map(trained, "ReLU output model, trained", withBoundaries: false),
      ]
      let key = ColorKey(.viridis, domain: 0...1, label: "capacity of the second feature")
      return Figure(Panels(rows: [[Panels(plots).gap(20)], [key]]).gap(0, 8))
        .named(
          "Capacity of the second of two features",
          "Three maps over relative importance and density: dark where the second feature is "
            + "ignored, yellow where it has the dimension to itself, between where both share it."
        )
        .numbers([.init("agreement of descent with formula", agreement)])
    }
  }

  private func map(_ rows: [[Double]], _ title: Label, withBoundaries: Bool) throws -> Plot {
    let raster: [any Mark] = [try Raster(rows, x: 0.1...10, y: 0.01...1)]
    let lines = withBoundaries ? boundaries : []
    return Plot(marks: raster + lines + [Box(fill: nil, stroke: Color.faint)])
      .x(.log, domain: 0.1...10, label: "relative importance").y(
        .log, domain: 0.01...1, label: "density 1 − S"
      )
      .color(.viridis, domain: 0...1, legend: .none).title(title).size(255, 270)
  }

  /// r = 1/K and r = K with K = (κ − 1)/2, up to κ = 3; from there r = 1.
  private var boundaries: [any Mark] {
    let densities = LogarithmicGrid.points(from: 0.01, to: 0.6, count: 61)
    let ratios = densities.map { (QuadraticModel.kurtosis(sparsity: 1 - $0) - 1) / 2 }
    let left: [Double?] = ratios.map { 1 / $0 >= 0.1 ? 1 / $0 : nil }
    let right: [Double?] = ratios.map { $0 <= 10 ? $0 : nil }
    return [
      Line(x: left, y: densities, stroke: Color.white, strokeWidth: 1.4),
      Line(x: right, y: densities, stroke: Color.white, strokeWidth: 1.4),
      Rule(x: 1, y: 0.6, y2: 1, stroke: Color.white, strokeWidth: 1.4),
    ]
  }

  /// Capacity against relative importance at some densities: steps for dense inputs, a slope for
  /// sparse ones.
  private var across: Figure {
    let densities = CapacityPhases.densities(descended.count)
    let importances = CapacityPhases.importances(descended.count)
    let rows = [0.8, 0.3, 0.1, 0.03].map { wanted in
      densities.indices.min { abs(log(densities[$0] / wanted)) < abs(log(densities[$1] / wanted)) }
        ?? 0
    }
    let names = rows.map { "κ = \(QuadraticModel.kurtosis(sparsity: 1 - densities[$0]).brief(2))" }
    let fine = LogarithmicGrid.points(from: 0.1, to: 10, count: 201)
    let curves = zip(rows, names).flatMap { row, name in
      fine.map { r in
        (
          r,
          QuadraticModel(
            importance: [1, r], hidden: 1,
            kurtosis: QuadraticModel.kurtosis(sparsity: 1 - densities[row])
          )
          .bestCapacities[1], name
        )
      }
    }
    let dots = zip(rows, names).flatMap { row, name in
      importances.indices.map { (importances[$0], descended[row][$0], name) }
    }
    let plot = Plot {
      Line(x: curves.map(\.0), y: curves.map(\.1), stroke: curves.map(\.2))
      Dot(x: dots.map(\.0), y: dots.map(\.1), radius: 2.6, fill: dots.map(\.2))
    }
    .x(.log, domain: 0.1...10, label: "relative importance of the second feature")
    .y(domain: 0...1, label: "its capacity C", grid: true)
    let figure = Figure(plot, caption: "Lines: formula. Dots: descent.")
    return figure.named("Capacity across the phase diagram")
  }
}
