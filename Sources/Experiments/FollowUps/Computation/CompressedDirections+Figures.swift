internal import SuperposePlot
internal import ToyLib

extension CompressedDirectionsResult {
  public func draw() -> [NamedFigure] {
    [NamedFigure("compressed-directions", directions), NamedFigure("compressed-factorisation", factors)]
  }

  private static let colors: [Color] = [.blue, .orange, .gray, .sky]

  private var directions: Figure {
    let figure = Figure(
      Panels([cosines, elements]).gap(28),
      caption: "Left: eigenvectors of (M + Mᵀ)/2, from the largest. Right: elements off the diagonal, asymmetric M.")
    return figure.named(
      "What fifty neurons have of M",
      "Left, four lines of the cosine between eigenvectors of M and what the network makes of them: near 1 for the first "
        + "forty and near 0 for the last forty, where the network was trained with M. Right, a dot for each of many "
        + "pairs of features: elements of the network's product of matrices rise with those of M."
    ).numbers(
      readings.flatMap {
        [.init("share read, \($0.name)", $0.readShare), .init("correlation with M, \($0.name)", $0.correlation)]
      })
  }

  private var cosines: Plot {
    let all = readings + controls
    let points = all.flatMap { reading in
      reading.cosines.enumerated().map { (x: Double($0.offset + 1), y: $0.element, name: reading.name) }
    }
    return Plot {
      Line(x: points.map(\.x), y: points.map(\.y), stroke: points.map(\.name), strokeWidth: 1.6)
    }
    .x(label: "eigenvector e").y(domain: -0.5...1, label: "cosine of e with W₂W₁e", grid: true)
    .color(.categorical(Self.colors), categories: all.map(\.name)).size(340, 320)
  }

  private var elements: Plot {
    // Every seventh, so that the figure stays small.
    let shown = (readings.first?.elements ?? []).enumerated().filter { $0.offset % 7 == 0 }.map(\.element)
    let ends = shown.map(\.matrix).reduce(into: (0.0, 0.0)) { $0 = (min($0.0, $1), max($0.1, $1)) }
    let slope = readings.first?.slope ?? 0
    return Plot {
      Dot(x: shown.map(\.matrix), y: shown.map(\.network), radius: 1.6, opacity: 0.5)
      Line(x: [ends.0, ends.1], y: [slope * ends.0, slope * ends.1], stroke: Color.orange, strokeWidth: 1.8)
    }
    .x(label: "element of M").y(label: "element of W₂W₁", grid: true).size(320, 320)
  }

  private var factors: Figure {
    let lines: [(name: String, loss: (Factorisation) -> Double)] = [
      ("factorised", \.loss), ("inputs and outputs exchanged", \.swappedLoss),
      ("at a density of \(experiment.density.brief)", \.sparseLoss), ("naive, with M", \.naive),
    ]
    let points = lines.flatMap { line in
      factorisations.map { (x: $0.deviation, y: line.loss($0), name: line.name) }
    }
    let plot = Plot {
      Rule(y: naive, stroke: Color.muted, text: "half of the features exact, without M", dash: [4, 3])
      Line(x: points.map(\.x), y: points.map(\.y), stroke: points.map(\.name), strokeWidth: 1.8)
      Dot(x: points.map(\.x), y: points.map(\.y), radius: 3, fill: points.map(\.name))
      Line(
        x: factorisations.map(\.deviation), y: factorisations.map(\.floor), stroke: Color.ink, strokeWidth: 1.2,
        dash: [2, 3])
    }
    .x(label: "σ of M").y(label: "loss / density", grid: true)
    .color(.categorical([.blue, .red, .orange, .gray]), categories: lines.map(\.name)).size(600, 320)
    let figure = Figure(
      plot,
      caption: "One feature is present in a sample, but for the line of the density. Dotted: a bound of the singular "
        + "values.")
    return figure.named(
      "Networks made by factorising 1 + M",
      "Lines of loss against σ of M: the factorisation is below the naive loss and near a bound of the singular values; "
        + "with inputs and outputs exchanged it is higher and crosses the naive loss."
    ).numbers(factorisations.map { .init("loss / density, σ = \($0.deviation.brief)", $0.loss) })
  }
}
