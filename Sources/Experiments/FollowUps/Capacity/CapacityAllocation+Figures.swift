internal import SuperposePlot
internal import ToyFigures
internal import ToyLib

extension CapacityAllocationResult {
  public func draw() -> [NamedFigure] {
    [
      NamedFigure("capacity-allocation", allocation), NamedFigure("capacity-blocks", blocks),
      NamedFigure("capacity-relu", trained),
    ]
  }

  /// Capacity of every feature in order of importance: formula as lines, descent as dots.
  private var allocation: Figure {
    let points = solutions.flatMap { solution in
      solution.capacities.enumerated().map {
        ($0.offset + 1, $0.element, solution.model.bestCapacities[$0.offset], Self.name(solution))
      }
    }
    let plot = Plot {
      Line(x: points.map(\.0), y: points.map(\.2), stroke: points.map(\.3))
      Dot(x: points.map(\.0), y: points.map(\.1), radius: 3.2, fill: points.map(\.3))
    }
    .x(label: "feature, the most important first").y(domain: 0...1, label: "capacity C", grid: true)
    return Figure(plot, caption: "Lines: formula. Dots: descent.").named("Capacity by importance")
      .numbers(
        zip(solutions, capacityErrors).map { .init("largest difference at \(Self.name($0))", $1) })
  }

  /// WᵀW of each solution.
  private var blocks: Figure {
    let figure = Figure.weightsAndBiases(
      solutions.map { ModelPanel($0.embedding, title: Label(Self.name($0))) }, columns: 2)
    return figure.named("Block structure")
  }

  private var trained: Figure {
    let points = zip(experiment.densities, models).flatMap { density, model in
      model.featureDimensionality.enumerated().map {
        ($0.offset + 1, Double($0.element), "1 − S = \(density.brief)")
      }
    }
    let plot = Plot {
      Line(x: points.map(\.0), y: points.map(\.1), stroke: points.map(\.2), opacity: 0.5)
      Dot(x: points.map(\.0), y: points.map(\.1), radius: 3, fill: points.map(\.2))
    }
    .x(label: "feature, the most important first").y(
      domain: 0...1.02, label: "capacity C", grid: true)
    let figure = Figure(plot)
    return figure.named("Capacity in the ReLU output model")
  }

  private static func name(_ solution: QuadraticSolution) -> String {
    "κ = \(solution.model.kurtosis.brief)"
  }
}
