internal import SuperposePlot
internal import ToyFigures
internal import ToyLib

extension SuperpositionAndRobustnessResult {
  public func draw() -> [NamedFigure] {
    let plots = [
      plot(\.featuresPerDimension).x(label: "features per dimension", grid: true)
        .y(label: "vulnerability, relative to no superposition", grid: true),
      plot(\.loss).x(.log, label: "loss without attack", grid: true).y(grid: true),
    ]
    let key = Swatches(Self.names, colors: Self.colors)
    let figure = Figure(
      Panels(rows: [[Panels(plots).gap(20)], [key]]).gap(0, 10),
      caption: "Models of the same data, attacked on the same samples with the same ε. Lines follow the setting that "
        + "was changed. Dashed: a model without superposition.")
    return [
      NamedFigure(
        "superposition-and-robustness",
        figure.named(
          "Superposition and robustness",
          "Two plots with a line of models for each of four ways to change superposition, and dots for other seeds: "
            + "vulnerability against features per dimension, and against the loss without attack."
        ).numbers(Self.ways.map(number)))
    ]
  }

  private static let colors: [Color] = [.blue, .orange, .green, .purple, .gray]
  private static let names = SuperpositionChange.allCases.map(\.rawValue)

  /// Vulnerability against another measure.
  private func plot(_ x: (ChangedModel) -> Double) -> Plot {
    let lines = models.filter { $0.way != .seeds }
    return Plot {
      Rule(y: 1, dash: [4, 3])
      Line(
        x: lines.map(x), y: lines.map(vulnerability), stroke: lines.map(\.way.rawValue), strokeWidth: 1.4)
      Dot(x: models.map(x), y: models.map(vulnerability), radius: 3.2, fill: models.map(\.way.rawValue))
    }
    .color(.categorical(Self.colors), categories: Self.names, legend: .none).size(300, 280)
  }

  private func number(_ way: SuperpositionChange) -> Figure.KeyNumber {
    .init("rank correlation, \(way.rawValue)", correlation(models(way), vulnerability))
  }
}
