internal import SuperposePlot
public import ToyLib

/// Both comparisons at every density, and the gain and cost of each k-gon.
public struct LossDecompositionResult: ExperimentResult {
  public let experiment: LossDecomposition
  public let linear: [LinearAccount]
  public let relu: [SparseAccount]
  /// L₁ of a pentagon with lengths of 1 and no bias.
  public let plainPentagon: LossTerms
  /// From no feature to all 8 of 8, as a k-gon.
  public let polygons: [PolygonAccount]

  public var compared: [ComparedModel] {
    linear.map { ComparedModel("linear, 1 − S = \($0.density.brief(2))", $0.model) }
      + relu.map { ComparedModel("ReLU, 1 − S = \($0.density.brief(2))", $0.model) }
  }

  public func draw() -> [NamedFigure] {
    [NamedFigure("gain-and-cost", tradeOff), NamedFigure("loss-by-present-features", shares)]
  }

  // MARK: What k features would gain and cost

  /// Bars of missing features and interference over the number of features that are represented.
  private var tradeOff: Figure {
    let panels = Panels([
      Self.bars(polygons.map(\.linear), title: "linear model", label: "loss, in variances of a feature"),
      Self.bars(
        polygons.map(\.relu), title: "ReLU model, one feature present",
        label: "loss L_{1}, summed over features"),
    ])
    let figure = Figure(panels.gap(34))
    return figure.named(
      "What features gain and what they cost",
      "Eight features in two dimensions, the first k of them as a regular k-gon. Linear: two "
        + "features are best. ReLU with one feature present: seven are.")
  }

  private static func bars(_ terms: [LossTerms], title: Label, label: Label) -> Plot {
    let places = terms.indices.map { "\($0)" }
    let names = ["missing feature benefit", "interference"]
    let least = terms.indices.min { terms[$0].total < terms[$1].total } ?? 0
    return Plot {
      Bar(
        x: places + places, y: terms.map(\.missing) + terms.map(\.total),
        base: terms.map { _ in 0.0 } + terms.map(\.missing),
        fill: places.map { _ in names[0] } + places.map { _ in names[1] })
      Text(x: [places[least]], y: [terms[least].total], text: ["least"], side: .above)
    }
    .x(categories: places, label: "features represented, of 8")
    .y(domain: 0...(terms.map(\.total).max() ?? 1) * 1.08, label: label)
    .color(.categorical([.blue, .orange]), categories: names).title(title).size(380, 290)
  }

  // MARK: Who pays at which sparsity

  private var shares: Figure {
    let x = relu.map { 1 / $0.density }
    let n = experiment.features
    let names = (0...n).map { "\($0)" }
    func line(_ k: Int) -> Line {
      Line(
        x: x, y: relu.map { $0.byPresence.parts[k] / $0.byPresence.total }, stroke: x.map { _ in names[k] },
        strokeWidth: 2)
    }
    let plot = Plot(marks: (0...n).map { line($0) as any Mark })
      .x(.log, label: "1 / (1 − S)").y(domain: 0...1, label: "share of the loss", grid: true)
      .color(categories: names, label: "features present:").size(520, 300)
    let figure = Figure(plot)
    return figure.named(
      "The loss by the number of features present",
      "The sparser the inputs, the more of the loss is L_1.")
  }
}
