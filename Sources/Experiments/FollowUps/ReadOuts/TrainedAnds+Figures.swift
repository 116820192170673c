internal import SuperposePlot
internal import ToyLib

extension TrainedAndsResult {
  public func draw() throws -> [NamedFigure] {
    let circuits = try [shown].compactMap(\.self).map { NamedFigure("trained-ands-circuit", try circuit($0)) }
    return [NamedFigure("trained-ands", overview)] + circuits
  }

  private static let names = ["trained", "random, best read-out", "random, averaged"]
  private static let colors: [Color] = [.blue, .orange, .gray]

  /// Errors, and the share of recovered ANDs, against neurons: a column for each density.
  private var overview: Figure {
    let width = 600 / Double(max(1, experiment.densities.count))
    let columns = experiment.densities.enumerated().map { at, density in
      let points = points(at: density)
      let error = plot(points, at == 0 ? "error, relative to the means" : nil) { $1.loss.value / $0.plainLoss }
        .title(Label("1 − S = \(density.brief)")).x(.log, hidden: true)
        .size(width, 220)
      let recovered = plot(points, at == 0 ? "true ANDs largest" : nil) { $1.recovered }
        .x(.log, label: "neurons", ticks: .values(experiment.neurons.map { Double($0) })).size(width, 200)
      return (error, recovered)
    }
    let key = Swatches(Self.names, colors: Self.colors)
    let figure = Figure(
      Panels(rows: [[Panels(rows: [columns.map(\.0), columns.map(\.1)]).gap(8, 10)], [key]]).gap(0, 10),
      caption: "Above: squared errors relative to an output of the mean of every AND. Below: the share of the samples "
        + "with a true AND in which the true ones are the largest outputs.")
    return figure.named(
      "Trained ANDs",
      "Line plots against the number of neurons, one column for each density: the error of trained networks is lower "
        + "than that of random neurons, and the true ANDs are their largest outputs in more samples."
    ).numbers(
      points.map { .init("relative error, \($0.density.brief), \($0.neurons)", $0.trained.loss.value / $0.plainLoss) })
  }

  private func plot(
    _ points: [LearnedAnds], _ label: String?, _ value: (LearnedAnds, AndReadOut) -> Double
  ) -> Plot {
    let rows = points.flatMap { point in
      zip(Self.names, [point.trained, point.fitted, point.construction]).map { name, readOut in
        (neurons: Double(point.neurons), value: value(point, readOut), name: name)
      }
    }
    return Plot {
      Line(x: rows.map(\.neurons), y: rows.map(\.value), stroke: rows.map(\.name), strokeWidth: 1.8)
      Dot(x: rows.map(\.neurons), y: rows.map(\.value), radius: 3, fill: rows.map(\.name))
    }
    .y(domain: 0...1.02, label: label.map { Label($0) }, grid: true)
    .color(.categorical(Self.colors), categories: Self.names, legend: .none)
  }

  /// The most neurons at the middle density.
  private var shown: LearnedAnds? { points(at: experiment.densities[experiment.densities.count / 2]).last }

  /// The input weights of every neuron, and the read-off of its classes.
  private func circuit(_ point: LearnedAnds) throws -> Figure {
    let weights = try point.trained.network["W1"]
    let dots = (0..<weights.rows).flatMap { neuron in
      (0..<weights.columns).map { feature in
        (
          neuron: neuron + 1, weight: Double(weights[neuron, feature]),
          name: point.circuit.isLarger[neuron][feature] ? "larger" : "smaller"
        )
      }
    }
    let inputs = Plot {
      Dot(x: dots.map(\.neuron), y: dots.map(\.weight), radius: 2.2, fill: dots.map(\.name))
    }
    .x(label: "neuron").y(label: "input weights", grid: true)
    .color(.categorical([.blue, .orange]), categories: ["larger", "smaller"]).size(620, 220)
    let cases = ["neither", "the second", "the first", "both"]
    let readOff = Plot { Bar(x: cases, y: point.circuit.readOff, thickness: 0.6) }
      .x(label: "present features of the pair").y(label: "A − B₁ − B₂ + C", grid: true).size(620, 180)
    let figure = Figure(
      Panels(rows: [[inputs], [readOff]]).gap(0, 14),
      caption: "Above: each neuron's weights for all features, in two groups. Below: means of the activations of the "
        + "neurons with the larger weight for both features of a pair (A), for one (B₁, B₂) and for none (C).")
    return figure.named(
      "How trained neurons compute ANDs",
      "Above, dots for the input weights of each neuron, in two groups. Below, four bars: the combination of four "
        + "classes of neurons is near zero unless both features of a pair are present.")
  }
}
