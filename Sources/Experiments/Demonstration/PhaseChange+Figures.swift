internal import SuperposePlot
internal import ToyLib

/// The map of the authors' notebook: the best solution at each point.
struct TheoryMap {
  let theory: PhaseTheory

  private static let colors: [FixedSolution: Color] = [
    .extraIgnored: Color(light: 0xDDDDDD, dark: 0x4A4A4A),
    .otherIgnored: Color(light: 0x003399, dark: 0x3F6FD8),
    .othersShare: Color(light: 0x6F9FE8, dark: 0x9DBDF0),
    .extraShares: Color(light: 0xDD4444, dark: 0xEE6A6F),
  ]

  /// The colours of all solutions in `theories`.
  static func key(of theories: [PhaseTheory]) -> Swatches {
    var known: [FixedSolution] = []
    for solution in theories.flatMap(\.solutions) where !known.contains(solution) { known.append(solution) }
    return Swatches(known.map(\.rawValue), colors: known.map { colors[$0] ?? .gray })
  }

  var plot: Plot {
    get throws {
      let winners = theory.map(resolution: 200)
      let cells = winners.map { $0.map(\.rawValue) }
      let names = theory.solutions.map(\.rawValue)
      let importances = LogarithmicGrid.points(from: 0.1, to: 10, count: 81)
      let raster: [any Mark] = [try Raster(cells, x: 0.1...10, y: 0.01...1)]
      let boundary = Line(
        x: importances, y: importances.map(theory.criticalDensity), stroke: Color.ink,
        strokeWidth: 1)
      return Plot(marks: raster + [boundary])
        .x(.log, domain: 0.1...10, label: "relative importance")
        .y(.log, domain: 0.01...1, label: "density 1 − S")
        .color(
          .categorical(theory.solutions.map { Self.colors[$0] ?? .gray }), categories: names,
          legend: .none
        )
        .title("n = \(theory.features), m = \(theory.features - 1)").size(330, 330)
    }
  }
}
