internal import Foundation
internal import SuperposePlot
internal import ToyLib

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
      LabelledTick(log($0), Label(number: $0))
    }
    let key = ColorKey(
      .viridis, domain: log(range.lowerBound)...log(range.upperBound),
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
        x: circle.map { cos($0) }, y: circle.map { sin($0) }, stroke: Color.faint, strokeWidth: 1, dash: [3, 3])
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
    let marks: [any Mark] =
      [
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

  private func rule(at place: Double) -> Rule {
    Rule(x: place, stroke: Color.muted, text: "equal losses at \(place.brief(2))", dash: [4, 3])
  }
}
