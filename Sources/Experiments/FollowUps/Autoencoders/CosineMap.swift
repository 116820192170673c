internal import SuperposePlot
internal import ToyLib

/// Heat maps of the cosines of latents (rows) and true features (columns).
enum CosineMap {
  static func plot(_ cosines: Matrix, _ title: String, subtitle: String? = nil) throws -> Plot {
    let rows = (0..<cosines.rows).map { cosines[row: $0].map { Double($0) } }
    return Plot(marks: [try Raster(rows), Box(fill: nil, stroke: Color.faint)])
      .x(label: "feature", ticks: .none).y(label: "latent", ticks: .none, reversed: true)
      .color(.redBlue, domain: -1...1, legend: .none).equalAspect()
      .title(Label(title), subtitle: subtitle.map { Label($0) }).size(200, 226)
  }

  /// The colours of all maps.
  static var key: ColorKey { ColorKey(.redBlue, domain: -1...1, label: "cosine") }
}
