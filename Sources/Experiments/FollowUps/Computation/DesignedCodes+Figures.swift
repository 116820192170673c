internal import SuperposePlot
internal import ToyLib

extension DesignedCodesResult {
  public func draw() throws -> [NamedFigure] {
    [NamedFigure("designed-codes", overview), NamedFigure("designed-codes-encoders", try encoders)]
  }

  private static let colors: [Color] = [.blue, .sky, .red, .orange]

  /// Losses of designs by length and kind; beside them those of other networks.
  private var overview: Figure {
    let figure = Figure(
      Panels([byLength, ladder]).gap(28),
      caption: "Left: a dot for each code, lines through means. Right: the best design among other networks.")
    return figure.named(
      "Losses of designed codes",
      "Left, a dot for the L⁴ loss of each design against the number of neurons of a feature, in four kinds; biregular "
        + "codes of five neurons with reduced overlaps are nearest to the trained network. Right, a dot for each of "
        + "seven networks on a logarithmic axis, from the trained one to an output of zeros."
    ).numbers(groups.map { .init("loss, \($0.kind.name), \($0.length)", $0.loss) })
  }

  private var byLength: Plot {
    let kinds = DesignedCode.Kind.all
    let scale = 1e5
    let means = groups.map { (x: Double($0.length), y: scale * $0.loss, name: $0.kind.name) }
    return Plot {
      Rule(
        y: scale * networks.trained.value, stroke: Color.muted, text: "the trained network", dash: [4, 3],
        isNamedBelow: true)
      Line(x: means.map(\.x), y: means.map(\.y), stroke: means.map(\.name), strokeWidth: 1.8)
      Dot(
        x: designs.map { Double($0.code.length) }, y: designs.map { scale * $0.loss.value }, radius: 3,
        fill: designs.map(\.kind.name))
    }
    .x(label: "neurons of a feature", ticks: .values(experiment.lengths.map { Double($0) }))
    .y(label: "L⁴ loss, 10⁻⁵", grid: true)
    .color(.categorical(Self.colors), categories: kinds.map(\.name)).size(340, 330)
  }

  /// Networks from the highest loss to the lowest one.
  private var ladder: Plot {
    let random = designs.filter { !$0.kind.isBiregular && !$0.kind.isReduced }.map(\.loss.value).min()
    let rows: [(String, Double?)] = [
      ("output of zeros", networks.zero.value), ("a neuron for each of \(experiment.neurons)", networks.naive.value),
      ("best random code", random), ("best design", best?.loss.value),
      ("trained, pseudoinverse", networks.decoded.value), ("… and entries trained on", networks.retrained.value),
      ("trained", networks.trained.value),
    ]
    let known = rows.compactMap { name, loss in loss.map { (name: name, loss: $0) } }
    return Plot {
      Dot(x: known.map(\.loss), y: known.map(\.name), radius: 4)
      Text(x: known.map(\.loss), y: known.map(\.name), text: known.map { $0.loss.brief(3) }, side: .right)
    }
    .x(.log, domain: 3e-5...1e-2, label: "L⁴ loss", grid: true).y(categories: known.map(\.name)).size(340, 330)
  }

  /// The encoders of the best design and of the trained network, with equal largest weights.
  private var encoders: Figure {
    get throws {
      let designed = try best.map { try $0.network["W1"] }
      let maps = try [("best design", designed), ("trained", encoder)].compactMap { name, matrix in
        try matrix.map { try Self.map($0, name) }
      }
      let key = ColorKey(.redBlue, domain: -1...1, label: "weight / largest weight")
      let figure = Figure(
        Panels(rows: [[Panels(maps).gap(24)], [key]]).gap(0, 8),
        caption: "Each row is a neuron, each column a feature.")
      return figure.named(
        "Encoders, designed and trained",
        "Two heat maps of fifty neurons and a hundred features. In both, each feature has a few neurons with large "
          + "weights, and slightly negative weights elsewhere; the designed ones are all equal.")
    }
  }

  private static func map(_ matrix: Matrix, _ title: String) throws -> Plot {
    let largest = Double(matrix.elements.map { abs($0) }.max() ?? 1)
    let rows = (0..<matrix.rows).map { matrix[row: $0].map { Double($0) / max(largest, 1e-12) } }
    return Plot(marks: [try Raster(rows), Box(fill: nil, stroke: Color.faint)])
      .x(label: "feature", ticks: .none).y(label: "neuron", ticks: .none, reversed: true)
      .color(.redBlue, domain: -1...1, legend: .none).title(Label(title)).size(340, 220)
  }
}
