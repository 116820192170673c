public import SuperposePlot

/// A named run of losses.
public struct LossCurve: Sendable, Hashable {
  public var name: String
  public var steps: [Int]
  public var losses: [Double]

  public init(_ name: String, steps: [Int], losses: [Double]) {
    self.name = name
    self.steps = steps
    self.losses = losses
  }
}

extension Figure {
  /// Loss against step, one line for each run, with ranges from the data; the loss axis is
  /// logarithmic. Runs with the same name, such as restarts, share a colour.
  public static func lossCurves(_ curves: [LossCurve], isLogStep: Bool = false) -> Figure {
    let names = curves.flatMap { curve in curve.steps.map { _ in curve.name } }
    let series = curves.enumerated().flatMap { index, curve in curve.steps.map { _ in index } }
    let plot = Plot {
      Line(
        x: curves.flatMap(\.steps), y: curves.flatMap(\.losses), series: series, stroke: names,
        opacity: curves.count > 12 ? 0.6 : 1)
    }
    .x(isLogStep ? .log : .linear, label: "step").y(.log, label: "loss", grid: true)
    var figure = Figure(plot)
    figure.name = "Loss curves"
    figure.numbers = curves.prefix(6).compactMap { curve in
      curve.losses.last.map { Figure.KeyNumber("last loss of \(curve.name)", $0) }
    }
    return figure
  }
}
