internal import SuperposeJSON
internal import SuperposePlot
internal import ToyFigures
public import ToyLib

/// What polytopes are made of: tegum products, matrices of low rank, and what training finds in
/// three dimensions.
///
/// Source: Elhage et al. (2022), "The Geometry of Superposition"; figures 15 and 16.
public struct Polytopes: Experiment {
  public static let name = "polytopes"
  public static let source =
    "Elhage et al. (2022), The Geometry of Superposition: tegum products, polytopes and low-rank "
    + "matrices; figures 15, 16"
  public static let question = "Which shapes do features form, and what are they made of?"

  /// n of each model trained, in three dimensions.
  public var features = [4, 5, 6, 7, 8]
  public var density = 0.03
  public var steps = 10_000
  /// Models for each n; the best is shown.
  public var restarts = 16
  public var seed: UInt64

  public init(seed: UInt64) { self.seed = seed }
  public init() { self.init(seed: 1) }

  public var parameters: [Parameter] {
    [
      Parameter("features", .array(features.map { .integer($0) }), from: "ours"),
      Parameter("hidden", 3, from: "ours: shapes that can be drawn"),
      Parameter("importance", 1, from: "the section's"),
      Parameter("density", .number(density), from: "ours"),
      Parameter("steps", .integer(steps), from: "Colab"),
      Parameter("restarts", .integer(restarts), from: "ours; the best is shown"),
    ]
  }

  public var shortened: Polytopes {
    var copy = self
    copy.features = [6]
    copy.steps = 1_500
    copy.restarts = 3
    return copy
  }

  public func run() throws -> PolytopesResult {
    var training = Training()
    training.steps = steps
    training.optimiser = .adamW(rate: 0.003)
    training.schedule = .cosine
    let runs = try features.map {
      try ReLUOutputModel(hidden: 3).train(
        on: SparseFeatures(count: $0, density: density), instances: restarts, seed: seed,
        training: training)
    }
    return try PolytopesResult(experiment: self, runs: runs)
  }
}

/// The paper's products, its two matrices, and trained models.
public struct PolytopesResult: ExperimentResult {
  /// Polytopes at right angles to each other.
  public struct Product: Sendable {
    public let name: String
    public let parts: [NamedPolytope]
    /// The vertices, shape [features, dimensions]: each part in dimensions of its own.
    public let vertices: Matrix
    /// What the analysis finds it to be made of.
    public let decomposition: TegumDecomposition

    init(_ name: String, _ parts: [NamedPolytope]) throws {
      self.name = name
      self.parts = parts
      let size = (parts.reduce(0) { $0 + $1.features }, parts.reduce(0) { $0 + $1.dimensions })
      var vertices = Matrix(rows: size.0, columns: size.1)
      var (row, column) = (0, 0)
      for part in parts {
        for i in 0..<part.features {
          for k in 0..<part.dimensions { vertices[row + i, column + k] = part.vertices[i, k] }
        }
        row += part.features
        column += part.dimensions
      }
      self.vertices = vertices
      decomposition = try vertices.tegumDecomposition()
    }
  }

  /// A matrix of columns W_i, and vectors that all of its rows are orthogonal to.
  public struct LowRank: Sendable {
    public let name: String
    public let weights: Matrix
    public let orthogonal: [[Double]]

    /// ‖WᵀW v‖ of the vectors, the largest.
    public var defect: Double {
      let gram = weights.gram
      return orthogonal.map { v in
        (0..<gram.rows).reduce(0.0) { sum, i in
          let product = v.indices.reduce(0.0) { $0 + Double(gram[i, $1]) * v[$1] }
          return sum + product * product
        }.squareRoot()
      }.max() ?? 0
    }
  }

  public let experiment: Polytopes
  public let products: [Product]
  public let matrices: [LowRank]
  public let runs: [TrainedModels]
  /// Of the best model of each run.
  public let decompositions: [TegumDecomposition]

  init(experiment: Polytopes, runs: [TrainedModels]) throws {
    self.experiment = experiment
    self.runs = runs
    decompositions = try runs.map { try $0.best.tegumDecomposition() }
    products = [
      try Product("triangular bipyramid", [.triangle, .digon]),
      try Product("pentagonal bipyramid", [.pentagon, .digon]),
      try Product("octahedron", [.digon, .digon, .digon]),
    ]
    matrices = [
      LowRank(
        name: "triangle", weights: NamedPolytope.triangle.vertices, orthogonal: [[1, 1, 1]]),
      LowRank(
        name: "square", weights: [[1, 0], [0, 1], [-1, 0], [0, -1]],
        orthogonal: [[1, 0, 1, 0], [0, 1, 0, 1]]),
    ]
  }
}

// MARK: - Figures

extension PolytopesResult {
  public func draw() -> [NamedFigure] {
    [
      NamedFigure("tegum-products", productFigure),
      NamedFigure("polytopes-and-matrices", matrixFigure),
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
    let heads = ["columns of W", "WᵀW as a graph", "WᵀW", "orthogonal vectors"]
    let rows = matrices.map { matrix -> [any Drawing] in
      [
        Words(Label(matrix.name), isUpright: true), LowRankPlots.vectors(matrix.weights),
        LowRankPlots.graph(matrix.weights), LowRankPlots.heatMap(matrix.weights),
        LowRankPlots.words(matrix.orthogonal),
      ]
    }
    let titles: [any Drawing] = [Words("")] + heads.map { Words(Label($0), fontSize: 12) }
    return Figure(
      Panels(rows: [titles] + rows, widths: [16, 170, 170, 170, 170]).gap(18, 10)
    ).named(
      "Polytopes and matrices of low rank",
      "A triangle is what is orthogonal to (1, 1, 1); a square is two digons, each orthogonal to a "
        + "vector of two ones.")
  }
}

extension TegumDecomposition {
  /// `3 features at 2/3, 2 at 1/2`.
  fileprivate var sharesInWords: String {
    var counts: [(fraction: String, count: Int)] = []
    for factor in factors {
      let fraction = "\(factor.fraction)"
      if let index = counts.firstIndex(where: { $0.fraction == fraction }) {
        counts[index].count += factor.features.count
      } else {
        counts.append((fraction, factor.features.count))
      }
    }
    return counts.map { "\($0.count) at D = \($0.fraction)" }.joined(separator: ", ")
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

  /// Nodes on a circle; a line for every two features that are not orthogonal, with their product.
  static func graph(_ weights: Matrix) -> Plot {
    let count = weights.rows
    let angles = (0..<count).map { 2 * Double.pi * Double($0) / Double(count) + .pi / 2 }
    let places = angles.map { (x: $0.cosine, y: $0.sine) }
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

  static func heatMap(_ weights: Matrix) -> Plot {
    let gram = weights.gram
    let rows = (0..<gram.rows).map { gram[row: $0].map(Double.init) }
    let marks = (try? Raster(rows)).map { [$0 as any Mark] } ?? []
    let places = rows.indices.flatMap { i in rows.indices.map { (Double($0), Double(i)) } }
    let words = Text(
      x: places.map(\.0), y: places.map(\.1),
      text: rows.flatMap { $0.map { abs($0) < 1e-6 ? "0" : $0.brief(2) } },
      fill: rows.flatMap { $0.map { abs($0) > 0.7 ? Color.white : Color.ink } }, fontSize: 10)
    return Plot(marks: marks + [words])
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

// MARK: - What the paper says

extension PolytopesResult {
  public var claims: Claims {
    Claims(products.map(shares) + matrices.map(rank) + [octahedron, inSpace].compactMap(\.self))
  }

  private func shares(_ product: Product) -> Claim {
    let wanted = product.parts.flatMap { part in
      (0..<part.features).map { _ in Double(part.dimensions) / Double(part.features) }
    }
    let found = product.vertices.featureDimensionality.map(Double.init)
    let error = zip(wanted, found).map { abs($0 - $1) }.max() ?? .nan
    return Claim(
      "\(product.name): it is \(product.parts.map(\.name).joined(separator: " ⊕ ")): each feature keeps "
        + "the share it has in its part",
      measured: "\(product.decomposition.sharesInWords), to \(error.brief(1)); taken apart: "
        + product.decomposition.name,
      held: error < 1e-5 && product.decomposition.solid == product.name)
  }

  private func rank(_ matrix: LowRank) -> Claim {
    let vectors = matrix.orthogonal.map { "(\($0.map { $0.brief(2) }.joined(separator: ", ")))" }
    return Claim(
      "WᵀW of a \(matrix.name) is what is orthogonal to \(vectors.joined(separator: " and "))",
      measured: "product of WᵀW with it: \(matrix.defect.brief(1)); rank 2 of \(matrix.weights.rows)",
      held: matrix.defect < 1e-5)
  }

  private var octahedron: Claim? {
    guard let index = experiment.features.firstIndex(of: 6) else { return nil }
    let count = runs[index].count { model in
      (try? model.tegumDecomposition())?.solid == "octahedron"
    }
    return Claim(
      "six features in three dimensions form an octahedron, three digons",
      measured: "the best model: \(decompositions[index].solid ?? decompositions[index].name); \(count) of "
        + "\(runs[index].count) models", held: decompositions[index].solid == "octahedron")
  }

  private var inSpace: Claim? {
    guard let index = experiment.features.firstIndex(of: 8) else { return nil }
    return Claim(
      "eight features in three dimensions form a square antiprism",
      measured: "the best model: \(decompositions[index].name), mean D "
        + "\((decompositions[index].factors.first?.meanDimensionality ?? .nan).brief(3))",
      held: decompositions[index].name == "square antiprism",
      remark: "3/8 = 0.375 is the isotropic antiprism")
  }
}
