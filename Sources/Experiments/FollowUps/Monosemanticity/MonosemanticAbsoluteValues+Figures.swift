internal import SuperposePlot
internal import ToyLib

extension MonosemanticAbsoluteValuesResult {
  /// Each setting's network for absolute values against its feature decoder.
  var tasks: Figure {
    let names = experiment.biases.map { "bias \($0.brief)" }
    let own = grid.map { "bias \($0.decoder.bias.brief)" }
    func plot(_ title: String, to top: Double, _ value: (DecodingNetwork) -> Double) -> Plot {
      Plot {
        Line(x: [0, top], y: [0, top], stroke: Color.faint, strokeWidth: 1, dash: [4, 3])
        Dot(x: decoders.map(value), y: grid.map(value), radius: 4, fill: own)
      }
      .x(domain: 0...top, label: "feature decoder", grid: true).y(domain: 0...top, label: "absolute values", grid: true)
      .color(.categorical(Self.colors), categories: names, legend: .none).title(Label(title)).size(270, 250)
    }
    let most = (grid + decoders).map(\.trained.monosemantic).max() ?? 0
    let plots = [
      plot("mean share of the largest feature", to: 1) { $0.trained.meanShare },
      plot("monosemantic neurons", to: Double(10 * (most / 10 + 1))) { Double($0.trained.monosemantic) },
    ]
    return Figure(
      Panels(rows: [[Panels(plots).gap(20)], [Swatches(names, colors: Self.colors)]]).gap(0, 10),
      caption: "A dot for each learning rate and bias. Dashed: both tasks alike."
    ).named(
      "Two tasks",
      "Two dot plots with a dot for each setting: networks for absolute values against feature decoders, by the mean "
        + "share of the largest feature and by the number of monosemantic neurons.")
  }
}
