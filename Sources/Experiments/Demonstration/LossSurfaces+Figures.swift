internal import Foundation
internal import SuperposePlot
internal import ToyLib

/// One loss over both weights.
struct Landscape {
  let loss: BiasFreeLoss
  let minima: [BiasFreeLoss.Minimum]
  let letter: String

  var plot: Plot {
    get throws {
      let side = 121
      let reach = 1.35
      let ticks = (0..<side).map { -reach + 2 * reach * (Double($0) + 0.5) / Double(side) }
      let lowest = minima[0].loss
      // Logarithms make the minima visible; the small term avoids −∞ at the lowest point.
      let rows = ticks.map { w2 in
        ticks.map { w1 in log(loss(w1, w2) - lowest + 0.002 * lowest) }
      }
      let raster = try Raster(rows, x: -reach...reach, y: -reach...reach)
      let all = minima.map { ($0.first, $0.second) } + minima.map { (-$0.first, -$0.second) }
      let best = [(minima[0].first, minima[0].second), (-minima[0].first, -minima[0].second)]
      return Plot(marks: [raster]).adding {
        Rule(x: 0, stroke: Color.white.opacity(0.5))
        Rule(y: 0, stroke: Color.white.opacity(0.5))
        Dot(
          x: all.map(\.0), y: all.map(\.1), radius: 5, fill: nil, stroke: Color.white, strokeWidth: 1.8)
        Dot(x: best.map(\.0), y: best.map(\.1), radius: 3, fill: Color.white)
      }
      .x(domain: -reach...reach, label: "w_{1}", ticks: .values([-1, 0, 1]))
      .y(domain: -reach...reach, label: "w_{2}", ticks: .values([-1, 0, 1]))
      .color(.viridis, legend: .none).equalAspect()
      .title(
        "\(letter): r = \(loss.importance.brief(2)), 1 − S = \(loss.density.brief(2))",
        subtitle: "lowest: \(minima[0].kind.rawValue)"
      ).size(280, 310)
    }
  }
}
