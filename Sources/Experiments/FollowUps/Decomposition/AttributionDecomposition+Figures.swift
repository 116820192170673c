internal import SuperposeDecomposition
internal import SuperposePlot
internal import ToyFigures
internal import ToyLib

extension AttributionDecompositionResult {
  private static let methods: [DecompositionTrial.Method] = [.attribution, .stochastic]
  private static let names = ["W", "attribution-based", "stochastic"]
  private static let colors: [Color] = [.gray, .orange, .blue]

  public func draw() -> [NamedFigure] {
    [
      NamedFigure("attribution-decomposition", overview),
      NamedFigure("attribution-decomposition-parts", columns),
    ]
  }

  /// The lengths of the columns and of the parts nearest to them, and how often all columns are found.
  private var overview: Figure {
    let figure = Figure(
      Panels(rows: [[Panels([lengths, shares]).gap(28)], [Swatches(Self.names, colors: Self.colors)]]).gap(0, 10),
      caption: "Left: each column of W, and the same column of the part nearest to it. Right: runs with each setting "
        + "in which each column has a live part of its own.")
    return figure.named(
      "Parts of two methods",
      "Left, dots for the length of each column of a model's matrix and of the parts that two methods find for it. "
        + "Right, bars for the share of runs that find all columns, for each setting of both methods."
    ).numbers(
      Self.methods.flatMap { method -> [Figure.KeyNumber] in
        let best = best(method)
        return [
          .init("MMCS, \(method.rawValue)", best.recovery.meanMaxCosine),
          .init("ML2R, \(method.rawValue)", best.recovery.meanLengthRatio),
          .init("live parts, \(method.rawValue)", Double(best.live.count)),
          .init("relative error of the sum, \(method.rawValue)", best.error),
        ]
      }
        + trials.map { .init("share of runs, \($0.method.rawValue), \($0.setting)", share($0)) })
  }

  private func share(_ trial: DecompositionTrial) -> Double { Double(trial.complete) / Double(trial.runs.count) }

  private var lengths: Plot {
    let own = model.network.weights.rowNorms.map(Double.init)
    let points =
      own.enumerated().map { (x: Double($0.offset + 1), y: $0.element, name: Self.names[0]) }
      + zip(Self.methods, Self.names.dropFirst()).flatMap { method, name in
        best(method).recovery.lengthRatios.enumerated().map {
          (x: Double($0.offset + 1), y: $0.element * own[$0.offset], name: name)
        }
      }
    return Plot {
      Line(x: points.map(\.x), y: points.map(\.y), stroke: points.map(\.name), strokeWidth: 1.2)
      Dot(x: points.map(\.x), y: points.map(\.y), radius: 4, fill: points.map(\.name))
    }
    .x(label: "feature", ticks: .values(own.indices.map { Double($0 + 1) }))
    .y(domain: 0...1.15 * max(1e-6, points.map(\.y).max() ?? 1), label: "length of the column", grid: true)
    .color(.categorical(Self.colors), categories: Self.names, legend: .none).size(280, 250)
  }

  private var shares: Plot {
    let ordered = Self.methods.flatMap { method in trials.filter { $0.method == method } }
    let names = ordered.map { $0.method == .attribution ? Self.names[1] : Self.names[2] }
    let settings = ordered.map { "\($0.method == .attribution ? "APD" : "SPD"), \($0.setting)" }
    return Plot { Bar(y: settings, length: ordered.map(share), fill: names, thickness: 0.6) }
      .x(domain: 0...1, label: "share of runs that find all columns").y(label: "")
      .color(.categorical(Self.colors), categories: Self.names, legend: .none).size(400, 250)
  }

  /// W and the parts of both methods, as lines from the origin.
  private var columns: Figure {
    let panels = zip(Self.methods, ["APD", "SPD"]).flatMap { method, name in
      let found = best(method)
      return [ModelPanel(model.network.weights, title: "W")]
        + found.byColumn.prefix(experiment.features).enumerated().map { number, part in
          ModelPanel(found.parts[part].transposed, title: Label("\(name): part \(number + 1)"))
        }
    }
    var figure =
      experiment.hidden <= 2
      ? Figure.featureEmbeddings(panels, columns: experiment.features + 1, size: 140) : Figure.weightsAndBiases(panels)
    figure.caption =
      "Each line is a column. Above: attribution-based parts (APD), below: stochastic ones (SPD), in the order of the "
      + "columns that they are nearest to."
    return figure.named(
      "Columns of W and of the parts of two methods",
      "The columns of a model's matrix as lines from the origin, and those of the parts of two methods. Where a method has "
        + "succeeded, each part has one long column.")
  }
}
