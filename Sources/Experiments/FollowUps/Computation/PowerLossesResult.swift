internal import SuperposePlot
internal import ToyLib

/// One model for each power.
public struct PowerLossesResult: ExperimentResult {
  public let experiment: PowerLosses
  public let models: [PowerLossModel]
  /// Each model in the loss that it was trained with.
  public let baselines: Baselines

  func model(_ power: Double) -> PowerLossModel? { models.first { $0.power == power } }

  /// The loss of a network whose every neuron computes one ReLU, and the rest of the features nothing:
  /// of the error to the power q, a feature that is left out costs density / (2 (q + 1)).
  func naive(_ power: Double) -> Double {
    let left = Double(max(0, experiment.features - experiment.neurons)) / Double(experiment.features)
    return left * experiment.density / (2 * (power + 1))
  }

  public func draw() -> [NamedFigure] {
    [NamedFigure("power-losses", errors), NamedFigure("power-losses-codes", codes)]
  }

  /// Each feature's error, from the smallest.
  private var errors: Figure {
    let points = models.flatMap { model in
      model.activeErrors.sorted().enumerated().map {
        (rank: Double($0.offset + 1), error: $0.element, name: "q = \(model.power.brief)")
      }
    }
    let plot = Plot {
      Line(x: points.map(\.rank), y: points.map(\.error), stroke: points.map(\.name), strokeWidth: 1.8)
      Rule(y: 1.0 / 3, stroke: Color.muted, text: "an output of zero", dash: [4, 3])
    }
    .x(label: "feature, by its error").y(domain: 0...0.4, label: "squared error when present", grid: true)
    .color(.categorical(.categorical), categories: models.map { "q = \($0.power.brief)" })
    let figure = Figure(plot)
    return figure.named("Errors of single features, by the power of the loss")
  }

  /// How many neurons read each feature.
  private var codes: Figure {
    // At least to 12, so that figures of the same experiment can be compared.
    let longest = max(12, models.flatMap { $0.codes.map(\.count) }.max() ?? 0)
    let points = models.flatMap { model in
      (0...longest).map { length in
        (
          length: Double(length), features: Double(model.codes.count { $0.count == length }),
          name: "q = \(model.power.brief)"
        )
      }
    }
    let plot = Plot {
      Line(x: points.map(\.length), y: points.map(\.features), stroke: points.map(\.name), strokeWidth: 1.8)
      Dot(x: points.map(\.length), y: points.map(\.features), radius: 3, fill: points.map(\.name))
    }
    .x(label: "neurons that read a feature").y(label: "features", grid: true)
    .color(.categorical(.categorical), categories: models.map { "q = \($0.power.brief)" })
    return Figure(plot).named("Lengths of codes, by the power of the loss")
  }
}
