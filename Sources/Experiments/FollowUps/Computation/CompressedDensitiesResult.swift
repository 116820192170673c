internal import SuperposePlot
internal import ToyLib

/// Losses of models trained at each density on data of all densities.
public struct CompressedDensitiesResult: ExperimentResult {
  public let experiment: CompressedDensities
  /// Densities of the tests, from the lowest.
  public let tested: [Double]
  public let models: [DensityModel]
  /// What affine functions of as many dimensions as neurons reach.
  public let affine: AffineFloor
  public let baselines: Baselines

  /// The loss of a network whose every neuron computes one ReLU and the rest nothing, divided by the
  /// density, without M: (n − d) / 6n.
  public var naive: Double {
    Double(max(0, experiment.features - experiment.neurons)) / Double(6 * experiment.features)
  }

  public func draw() -> [NamedFigure] { [NamedFigure("compressed-densities", losses)] }

  private var losses: Figure {
    let points = models.flatMap { model in
      zip(tested, model.losses).map { (x: $0, y: $1, density: model.density) }
    }
    let plot = Plot {
      Rule(y: naive, stroke: Color.muted, dash: [4, 3])
      Line(x: tested, y: tested.map { affine.loss($0) }, stroke: Color.muted, strokeWidth: 1, dash: [1, 3])
      Line(
        x: points.map(\.x), y: points.map(\.y), series: points.map(\.density.brief), stroke: points.map(\.density),
        strokeWidth: 1.6)
      Dot(x: models.map(\.density), y: models.map(\.own), radius: 4, fill: models.map(\.density))
    }
    .x(.log, label: "density of the test").y(label: "loss / density", grid: true)
    // The light end of the palette is hard to see on white.
    .color(
      .viridis, domain: 1e-3...3, log: true, label: "density of the training", ticks: .values([0.001, 0.01, 0.1, 1])
    )
    .size(600, 340)
    let figure = Figure(
      plot,
      caption: "A line for each model; dots: on data of its own density. Dashed: half of the features exact, "
        + "without M. Dotted: the best affine function of rank \(experiment.neurons).")
    return figure.named(
      "Compressed computation at other densities",
      "A line for each density of training: loss divided by density against the density of the test. Models trained on "
        + "sparse data are below the naive loss on sparse data and above it on dense data; for those trained on dense "
        + "data it is the other way round."
    ).numbers(models.map { .init("loss / density at its own density, \($0.density.brief)", $0.own) })
  }

  public var claims: Claims { [sparse, rises, dense, ownDensity, affineFunction] }

  private func model(_ density: Double) -> DensityModel? { models.first { $0.density == density } }

  /// Models that were trained at a density of at most 0.01.
  private var sparseModels: [DensityModel] { models.filter { $0.density <= 0.01 } }

  private func range(_ values: [Double]) -> String {
    "\((values.min() ?? .nan).brief(3)) to \((values.max() ?? .nan).brief(3))"
  }

  private var sparse: Claim {
    let statement = "models trained on sparse data are below the naive loss on sparse data"
    let values = sparseModels.flatMap { model in zip(tested, model.losses).filter { $0.0 <= 0.005 }.map(\.1) }
    guard !values.isEmpty else { return .notAsked(statement, needs: "a density of 0.01 or less") }
    return Claim(
      statement, measured: "\(range(values)) at densities up to 0.005, naive \(naive.brief(3))",
      held: values.allSatisfy { (0.070...0.077).contains($0) && $0 < naive },
      threshold: "ours: the source's ± 0.002", remark: "the source: 0.0717 to 0.075; trained at 0.01 or less")
  }

  private var rises: Claim {
    let statement = "on dense data these models are above the naive loss"
    let values = sparseModels.compactMap(\.losses.last)
    guard !values.isEmpty else { return .notAsked(statement, needs: "a density of 0.01 or less") }
    return Claim(
      statement, measured: "\(range(values)) at a density of 1", held: values.allSatisfy { $0 > naive },
      threshold: "the source's")
  }

  private var dense: Claim {
    let statement = "a model trained on dense data is below the naive loss there and above it on sparse data"
    guard let found = model(1), let first = found.losses.first, let last = found.losses.last else {
      return .notAsked(statement, needs: "a density of 1")
    }
    return Claim(
      statement, measured: "\(last.brief(3)) at a density of 1, \(first.brief(3)) at \((tested.first ?? 0).brief)",
      held: abs(last - 0.054) < 0.003 && abs(first - 0.092) < 0.003, threshold: "ours: the source's ± 0.003",
      remark: "the source: 0.054 and 0.092")
  }

  private var ownDensity: Claim {
    let statement = "no model is better at a density than the one that was trained at it"
    guard models.count > 1 else { return .notAsked(statement, needs: "two densities or more") }
    // At the nearest density of the tests.
    let ratios = models.map { model -> Double in
      let at = tested.indices.min { distance($0, model.density) < distance($1, model.density) } ?? 0
      return model.losses[at] / (models.map { $0.losses[at] }.min() ?? .nan)
    }
    return Claim(
      statement, measured: "at most \(ratios.max().map { $0.brief(4) } ?? "") times the lowest loss",
      held: ratios.allSatisfy { $0 < 1.02 }, threshold: "ours: 2 %",
      remark: "at the density of the tests that is nearest to the training's")
  }

  private func distance(_ at: Int, _ density: Double) -> Double {
    max(tested[at] / density, density / tested[at])
  }

  private var affineFunction: Claim {
    let statement = "on dense data the network is better than the best affine function of as many dimensions"
    guard let found = model(1)?.losses.last else { return .notAsked(statement, needs: "a density of 1") }
    return Claim(
      statement, measured: "\(found.brief(3)), the affine function \(affine.loss(1).brief(3))",
      held: found < affine.loss(1), threshold: "ours",
      remark: "an affine function of rank \(experiment.neurons) with a constant has no ReLU at all")
  }
}
