internal import SuperposePlot
internal import ToyLib

/// Models of several widths, for each decay and each distribution.
public struct RobustScalingResult: ExperimentResult {
  public let experiment: RobustScaling
  public let series: [ScalingSeries]

  /// In strong superposition: the lengths of all features are pulled to 1.
  var strong: [ScalingSeries] { series.filter { $0.decay < 0 } }
  /// In weak superposition: weights decay.
  var weak: [ScalingSeries] { series.filter { $0.decay > 0 } }

  /// The models in strong superposition. Those with a decay minimise more than the loss, so they may lose to
  /// networks made by hand.
  public var baselines: Baselines { Baselines(strong.flatMap(\.comparisons)) }

  public func draw() throws -> [NamedFigure] {
    let plots = [plot(strong, "strong superposition"), plot(weak, "weak superposition")].compactMap(\.self)
    let figure = Figure(
      Panels(plots).gap(24),
      caption: "Dashed: a network that represents the most frequent features exactly and ignores the others.")
    return [
      NamedFigure(
        "robust-scaling",
        figure.named(
          "Loss against dimensions",
          "Two line plots of the loss against the number of hidden dimensions, both logarithmic, one line for each "
            + "distribution of the features."
        ).numbers(
          series.map { .init("exponent, γ = \($0.decay.brief), \($0.name)", $0.fit.exponent) }))
    ]
  }

  private func plot(_ series: [ScalingSeries], _ title: String) -> Plot? {
    guard let first = series.first else { return nil }
    let points = series.flatMap { one in
      zip(one.hidden, one.models).map { (x: Double($0), y: $1.loss, name: one.name) }
    }
    let baselines = series.flatMap { one in
      zip(one.hidden, one.plainLosses).map { (x: Double($0), y: $1, name: one.name) }
    }
    return Plot {
      Line(
        x: baselines.map(\.x), y: baselines.map(\.y), stroke: baselines.map(\.name), strokeWidth: 1, dash: [4, 3])
      Line(x: points.map(\.x), y: points.map(\.y), stroke: points.map(\.name), strokeWidth: 1.8)
      Dot(x: points.map(\.x), y: points.map(\.y), radius: 3, fill: points.map(\.name))
    }
    .x(.log, label: "hidden dimensions").y(.log, label: "loss", grid: true)
    .color(.categorical(.categorical), categories: series.map(\.name))
    .title(Label(title), subtitle: Label("γ = \(first.decay.brief)")).size(300, 300)
  }
}
