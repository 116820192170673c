internal import SuperposePlot
internal import ToyFigures
public import ToyLib

/// The models of each size and density.
public struct DemonstrationResult: ExperimentResult {
  /// The trained models of one size.
  public struct Run: Sendable {
    public let size: Demonstration.Size
    /// Linear models, with every feature present and with one in ten.
    public let linear: TrainedModels
    /// All restarts for each density.
    public let sweep: [TrainedModels]

    /// The best ReLU model for each density.
    public var models: [TrainedModel] { sweep.map(\.best) }
  }

  public let experiment: Demonstration
  public let runs: [Run]

  public var compared: [ComparedModel] {
    runs.flatMap { run in
      zip(experiment.densities, run.models).map {
        ComparedModel("n = \(run.size.features), 1 − S = \($0.brief)", $1)
      }
    }
  }

  public func draw() -> [NamedFigure] {
    runs.map { run in
      NamedFigure("demonstration-n\(run.size.features)-m\(run.size.hidden)", sweepFigure(run))
    } + [dense].compactMap(\.self)
  }

  private func sweepFigure(_ run: Run) -> Figure {
    let panels =
      [ModelPanel(run.linear[0], title: "linear model")]
      + zip(experiment.densities, run.models).map {
        ModelPanel($1, title: "1 − S = \($0.brief(3))")
      }
    return .weightsAndBiases(panels, columns: 4)
  }

  /// The paper's explanation of the plot: one model that behaves like a linear one.
  private var dense: NamedFigure? {
    guard let run = runs.first, let model = run.models.first else { return nil }
    let title: Label = "1 − S = \(Label(number: experiment.densities[0]).plainText)"
    return NamedFigure("weights-and-norms", .weightsAndBiases([ModelPanel(model, title: title)]))
  }
}

extension DemonstrationResult.Run {
  var name: String { "n = \(size.features), m = \(size.hidden)" }

  /// The mean loss of the closed-form linear solution: the variance of all features that it does
  /// not represent.
  func exactLinearLoss(density: Double) -> Double {
    let features = SparseFeatures(count: size.features, density: density)
    let lost = (size.hidden..<size.features).reduce(0.0) { sum, i in
      sum + (0..<i).reduce(1.0) { power, _ in power * size.ratio } * features.variance(of: i)
    }
    return lost / Double(size.features)
  }
}

extension Matrix {
  /// The lowest cosine of feature i with another feature.
  func leastCosine(of i: Int) -> Float {
    let norms = norms
    return (0..<rows).filter { $0 != i && norms[$0] > 0.3 }
      .map { dot(row: i, row: $0) / (norms[i] * norms[$0]) }.min() ?? 1
  }
}
