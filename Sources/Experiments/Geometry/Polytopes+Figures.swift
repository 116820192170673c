internal import Foundation
internal import SuperposePlot
internal import ToyLib

// MARK: - Figures

extension PolytopesResult {
  public func draw() throws -> [NamedFigure] {
    [
      NamedFigure("tegum-products", productFigure),
      NamedFigure("polytopes-and-matrices", try matrixFigure),
      NamedFigure("trained-polytopes", trainedFigure),
    ]
  }

  private static let shades: [Color] = [.blue, .orange, .green, .purple]

  /// One colour for each factor.
  private static func colors(_ decomposition: TegumDecomposition, features: Int) -> [Color] {
    var colors = [Color](repeating: .faint, count: features)
    for (index, factor) in decomposition.factors.enumerated() {
      for feature in factor.features { colors[feature] = shades[index % shades.count] }
    }
    return colors
  }

  private static func drawing(
    _ weights: Matrix, _ decomposition: TegumDecomposition, title: String
  ) -> Polytope {
    let points = (0..<weights.rows).map { weights[row: $0].map(Double.init) }
    return Polytope(
      points, colors: colors(decomposition, features: weights.rows), hasSpokes: true,
      viewpoint: Viewpoint(azimuth: 50, elevation: 20), title: Label(title), size: Size(205, 225))
  }

  private var productFigure: Figure {
    let rows: [[any Drawing]] = [
      products.map { Self.drawing($0.vertices, $0.decomposition, title: $0.name) },
      products.map { Words(Label($0.decomposition.sharesInWords), fontSize: 11) },
    ]
    return Figure(Panels(rows: rows).gap(24, 4)).named(
      "Tegum products",
      "Polytopes in dimensions of their own, one colour for each; features of different colours do "
        + "not interfere.")
  }

  private var trainedFigure: Figure {
    let drawings = zip(runs, decompositions).map { models, decomposition -> any Drawing in
      let weights = (try? models.best.alongPrincipalAxes) ?? models.best.weights
      return Self.drawing(weights, decomposition, title: "\(weights.rows) features")
    }
    let words = decompositions.map { Words(Label($0.solid ?? $0.name), fontSize: 10) as any Drawing }
    return Figure(Panels(rows: [drawings, words]).gap(12, 4)).named(
      "What training finds in three dimensions",
      zip(runs, decompositions).map { "\($0.best.network.features) features: \($1.name)" }
        .joined(separator: "; ") + ".")
  }

  private var matrixFigure: Figure {
    get throws {
      let heads = ["columns of W", "WᵀW as a graph", "WᵀW", "orthogonal vectors"]
      let rows = try matrices.map { matrix -> [any Drawing] in
        [
          Words(Label(matrix.name), isUpright: true), LowRankPlots.vectors(matrix.weights),
          LowRankPlots.graph(matrix.weights), try LowRankPlots.heatMap(matrix.weights),
          LowRankPlots.words(matrix.orthogonal),
        ]
      }
      let titles: [any Drawing] = [Words("")] + heads.map { Words(Label($0), fontSize: 12) }
      return Figure(
        Panels(rows: [titles] + rows, widths: [16, 170, 170, 170, 170]).gap(18, 10)
      ).named(
        "Polytopes and matrices of low rank",
        "A triangle is what is orthogonal to (1, 1, 1); a square is two digons, each orthogonal to "
          + "a vector of two ones.")
    }
  }
}

/// The columns of the paper's table of polytopes and matrices.
private enum LowRankPlots {
  static let side = 170.0

  private static func bare(_ marks: [any Mark]) -> Plot {
    Plot(marks: marks).x(domain: -1.35...1.35, hidden: true).y(domain: -1.35...1.35, hidden: true)
      .equalAspect().size(side, side)
  }

  static func vectors(_ weights: Matrix) -> Plot {
    let x = (0..<weights.rows).map { Double(weights[$0, 0]) }
    let y = (0..<weights.rows).map { Double(weights[$0, 1]) }
    let names = (1...weights.rows).map { "W_{\($0)}" }
    return bare([
      Arrow(x: x.map { _ in 0.0 }, y: y.map { _ in 0.0 }, x2: x, y2: y, stroke: Color.blue),
      Text(x: x.map { $0 * 1.2 }, y: y.map { $0 * 1.2 }, text: names),
    ])
  }

  /// Nodes on a circle, with a line for every two features that are not orthogonal and their dot
  /// product as label.
  static func graph(_ weights: Matrix) -> Plot {
    let count = weights.rows
    let angles = (0..<count).map { 2 * Double.pi * Double($0) / Double(count) + .pi / 2 }
    let places = angles.map { (x: cos($0), y: sin($0)) }
    let gram = weights.gram
    let pairs = (0..<count).flatMap { i in ((i + 1)..<count).map { (i, $0) } }
      .filter { abs(gram[$0.0, $0.1]) > 1e-3 }
    return bare([
      Link(
        x: pairs.map { places[$0.0].x }, y: pairs.map { places[$0.0].y },
        x2: pairs.map { places[$0.1].x }, y2: pairs.map { places[$0.1].y }, stroke: Color.blue,
        strokeWidth: 2),
      Dot(
        x: places.map(\.x), y: places.map(\.y), radius: 9, fill: Color.paper, stroke: Color.ink),
      Text(x: places.map(\.x), y: places.map(\.y), text: (1...count).map { "\($0)" }, fontSize: 10),
      Text(
        x: pairs.map { 0.62 * places[$0.0].x + 0.38 * places[$0.1].x },
        y: pairs.map { 0.62 * places[$0.0].y + 0.38 * places[$0.1].y },
        text: pairs.map { Double(gram[$0.0, $0.1]).brief(2) }, fontSize: 10, hasHalo: true),
    ])
  }

  static func heatMap(_ weights: Matrix) throws -> Plot {
    let gram = weights.gram
    let rows = (0..<gram.rows).map { gram[row: $0].map(Double.init) }
    let places = rows.indices.flatMap { i in rows.indices.map { (Double($0), Double(i)) } }
    let words = Text(
      x: places.map(\.0), y: places.map(\.1),
      text: rows.flatMap { $0.map { abs($0) < 1e-6 ? "0" : $0.brief(2) } },
      fill: rows.flatMap { $0.map { Palette.redBlue.color(at: ($0 + 1) / 2).legibleInk } }, fontSize: 10)
    return Plot(marks: [try Raster(rows), words])
      .x(domain: -0.5...Double(rows.count) - 0.5, hidden: true)
      .y(domain: -0.5...Double(rows.count) - 0.5, reversed: true, hidden: true)
      .color(.redBlue, domain: -1...1, legend: .none).equalAspect().size(side, side)
  }

  static func words(_ vectors: [[Double]]) -> Plot {
    let lines = vectors.map { "(" + $0.map { $0.brief(2) }.joined(separator: ", ") + ")" }
    let heights = lines.indices.map { 0.25 * (Double(lines.count - 1) / 2 - Double($0)) * 2 }
    return bare([Text(x: lines.map { _ in 0.0 }, y: heights, text: lines, fontSize: 13)])
  }
}
