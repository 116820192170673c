internal import SuperposePlot

extension PairwiseAndsResult {
  public func draw() -> [NamedFigure] { [NamedFigure("pairwise-ands", overview)] }

  private var overview: Figure {
    let points = layers.flatMap(\.self)
    let names = points.map { "m = \($0.features)" }
    func plot(_ values: [Double], _ label: Label) -> Plot {
      Plot {
        Line(x: points.map(\.neurons), y: values, stroke: names, strokeWidth: 1.8)
        Dot(x: points.map(\.neurons), y: values, radius: 3, fill: names)
      }
      .y(label: label, grid: true)
      .color(.categorical(.categorical), categories: experiment.features.map { "m = \($0)" })
    }
    let error = plot(points.map(\.error), "root mean square error").x(.log, hidden: true).size(600, 220)
    let correct = plot(points.map(\.correct), "samples without a wrong AND")
      .y(domain: 0...1.02, label: "samples without a wrong AND", grid: true).x(.log, label: "neurons").size(600, 220)
      .color(.categorical(.categorical), categories: experiment.features.map { "m = \($0)" }, legend: .none)
    return Figure(
      Panels(rows: [[error], [correct]]).gap(0, 12),
      caption: "\(experiment.present) of m features present; each neuron is connected to a share of "
        + "\(experiment.connection.brief) of the features."
    ).named(
      "ANDs of all pairs",
      "Two line plots against the number of neurons, one line for each number of features: the error of the ANDs "
        + "falls, and the share of samples without a wrong AND rises to 1.")
  }
}
