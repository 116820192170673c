import Foundation
import SuperposePlot
import Testing
import ToyFigures
import ToyLib

/// The paper's figures from weights made by hand: nothing is trained, every number is known.
struct PaperFigureTests {
  /// `count` unit vectors, evenly around the circle.
  static func polygon(_ count: Int, of features: Int = 5) -> Matrix {
    Matrix(rows: features, columns: 2) { row, column in
      guard row < count else { return 0 }
      let angle = 2 * Double.pi * Double(row) / Double(count) + 0.3
      // Three decimals, so that no library's last bit shows.
      return Float(((column == 0 ? cos(angle) : sin(angle)) * 1000).rounded() / 1000)
    }
  }

  static let panels = [
    ModelPanel(polygon(4), bias: [0, 0, 0, 0, 0.5], title: "80 %"),
    ModelPanel(polygon(5), bias: [-0.2, -0.2, -0.2, -0.2, -0.2], title: "90 %"),
  ]

  static let neurons: Matrix = [
    [1, 0, 0], [0, 1, 0], [0, 0.6, 0.7], [0, -0.5, 0.7], [0.1, 0, -0.6],
  ]

  @Test func `feature embeddings`() throws {
    try expectSnapshot(
      "paper-embeddings",
      .featureEmbeddings(
        Self.panels, importance: [1, 0.9, 0.81, 0.729, 0.656],
        progress: "increasing feature sparsity"))
  }

  @Test func `embeddings in sets`() throws {
    try expectSnapshot(
      "paper-correlated", .featureEmbeddings(Self.panels, sets: [0, 0, 1, 1, 2]))
  }

  @Test func `embeddings in many dimensions say what to do instead`() {
    #expect(throws: PlotError.self) {
      try Figure.featureEmbeddings([ModelPanel(Matrix.identity(3))]).svg()
    }
  }

  @Test func `weights and biases`() throws {
    try expectSnapshot("paper-weights", .weightsAndBiases(Self.panels))
  }

  @Test func `neuron stacks`() throws {
    try expectSnapshot("paper-neurons", .neuronStacks([ModelPanel(Self.neurons, title: "W")]))
    try expectSnapshot(
      "paper-neurons-absolute",
      .neuronStacks(
        [ModelPanel(Self.neurons)], color: .feature, isAbsolute: true, isSorted: true))
  }

  @Test func `a matrix as a heat map`() throws {
    try expectSnapshot("matrix", Self.neurons.heatMap)
    #expect(try Matrix(rows: 0, columns: 0).heatMap.svg().hasSuffix("</svg>\n"))
  }

  @Test func `weight matrices`() throws {
    try expectSnapshot(
      "paper-matrices", .weightMatrices([ModelPanel(Self.neurons, title: "ReLU hidden")]))
  }

  @Test func `dimensions per feature`() throws {
    let models = [Self.polygon(2), Self.polygon(4), Self.polygon(5)]
    let densities = [1, 0.3, 0.05]
    try expectSnapshot(
      "paper-dimensions-per-feature", .dimensionsPerFeature(models, densities: densities))
    try expectSnapshot(
      "paper-dimensionality",
      .featureDimensionality(models, densities: densities, graphs: [0, 2]))
  }

  @Test func `different numbers of models and densities are a sentence`() {
    #expect(throws: PlotError.self) {
      try Figure.featureDimensionality([Self.polygon(2)], densities: []).svg()
    }
  }

  @Test func `feature geometry`() throws {
    try expectSnapshot("paper-geometry", .featureGeometry(Self.polygon(5)))
  }

  @Test func `phase diagrams`() throws {
    let map = PhaseMap(
      norms: [[1, 1, 1], [0, 0.5, 1]], superposition: [[1, 1, 1], [0, 0.5, 0]], title: "empirical")
    try expectSnapshot("paper-phases", .phaseDiagrams([map]))
  }

  @Test func `phase maps of different shapes are a sentence`() {
    #expect(throws: PlotError.self) {
      try Figure.phaseDiagrams([PhaseMap(norms: [[1]], superposition: [])]).svg()
    }
  }

  @Test func `a geometry graph is only as high as its groups`() throws {
    let pairs: Matrix = [[1, 0, 0, 0], [-1, 0, 0, 0], [0, 1, 0, 0], [0, -1, 0, 0]]
    let inexact: Matrix = [[1, 0, 0, 0], [-0.9, 0.1, 0, 0], [0, 0, 1, 0], [0, 0, -0.9, 0.1]]
    let figures = [pairs, inexact, Self.polygon(5)].map { Figure.featureGeometry($0) }
    let heights = try figures.map { figure in
      try #require(try figure.svg().firstMatch(of: #/height="([0-9.]+)"/#).flatMap { Double($0.1) })
    }
    #expect(heights[0] <= heights[2] - 200 && heights[1] == heights[0])
  }

  @Test func `more dimensions than features are inside the plot`() throws {
    let weak = Matrix(rows: 4, columns: 2) { row, column in row == column ? 0.7 : 0 }
    let figure = Figure.dimensionsPerFeature([weak, Self.polygon(4)], densities: [1, 0.1])
    #expect(weak.dimensionsPerFeature > 2)
    let y = try #require(try figure.svg().firstMatch(of: #/>2\.0</#), "a tick at 2")
    #expect(!y.0.isEmpty)
  }

  @Test func `learning curve with geometry`() throws {
    let half = Matrix(rows: 5, columns: 2) { Self.polygon(5)[$0, $1] / 2 }
    try expectSnapshot(
      "paper-learning-geometry",
      .learningGeometry(
        steps: [0, 10, 20, 30], losses: [1, 0.4, 0.35, 0.01],
        snapshots: [
          GeometrySnapshot(step: 10, half, letter: "A"),
          GeometrySnapshot(step: 30, Self.polygon(5), letter: "B"),
        ], sets: [0, 0, 1, 1, 1]))
  }

  @Test func `dimensionality over training`() throws {
    try expectSnapshot(
      "paper-trajectories",
      .dimensionalityTrajectories(
        steps: [1, 10, 100],
        dimensionalities: [[0.1, 0.1, 0.3], [0.3, 0.2, 0.1], [0.5, 0.5, 0]],
        losses: [1, 0.5, 0.2]))
  }

  @Test func `adversarial vulnerability`() throws {
    try expectSnapshot(
      "paper-adversarial",
      .adversarialVulnerability(
        densities: [1, 0.3, 0.1], vulnerability: [1, 2, 3.2], featuresPerDimension: [1, 2.1, 4.8]))
  }

  @Test func `asymmetric motif and computation graph`() throws {
    try expectSnapshot("paper-motif", .asymmetricMotif())
    try expectSnapshot(
      "paper-graph", .computationGraph(input: Self.neurons, output: Self.neurons))
  }

  @Test func `loss curves`() throws {
    try expectSnapshot(
      "paper-losses",
      .lossCurves([
        LossCurve("seed 1", steps: [0, 1, 2], losses: [1, 0.1, 0.01]),
        LossCurve("seed 2", steps: [0, 1, 2], losses: [0.9, 0.2, 0.03]),
      ]))
  }

  @Test func `colours have legends`() throws {
    let panel = ModelPanel(Self.neurons)
    let graph = try Figure.computationGraph(input: Self.neurons, output: Self.neurons).svg()
    #expect(graph.contains("positive weight") && graph.contains("negative weight"))
    let pairs = Matrix(rows: 4, columns: 2) { row, column in Float(row - column) }
    let sets = try Figure.featureEmbeddings([ModelPanel(pairs)], sets: [0, 0, 1, 1]).svg()
    #expect(sets.contains(">set 1<") && sets.contains(">set 2<"))
    let one = try Figure.featureEmbeddings([ModelPanel(pairs)], sets: [0, 0, 0, 0]).svg()
    #expect(!one.contains(">set 1<"))
    let graphs = try Figure.featureDimensionality([pairs], densities: [0.5], graphs: [0]).svg()
    #expect(graphs.contains(">feature dimensionality D") && graphs.contains(">D*<"))
    var named = panel
    named.title = "model"
    named.subtitle = "2 of 3 monosemantic"
    for figure in [Figure.neuronStacks([named]), .weightMatrices([named])] {
      #expect(try figure.svg().contains("2 of 3 monosemantic"))
    }
  }

  @Test func `no figure needs any data`() throws {
    let empty = Matrix(rows: 0, columns: 2)
    let figures: [Figure] = [
      .featureEmbeddings([]), .featureEmbeddings([ModelPanel(empty)]), .weightsAndBiases([]),
      .weightsAndBiases([ModelPanel(empty, bias: [])]), .neuronStacks([]),
      .neuronStacks([ModelPanel(empty)]), .weightMatrices([]), .weightMatrices([ModelPanel(empty)]),
      .dimensionsPerFeature([], densities: []), .featureDimensionality([], densities: []),
      .featureGeometry(empty), .phaseDiagrams([]),
      .phaseDiagrams([PhaseMap(norms: [], superposition: [])]),
      .learningGeometry(steps: [], losses: [], snapshots: []),
      .dimensionalityTrajectories(steps: [], dimensionalities: [], losses: []),
      .adversarialVulnerability(densities: [], vulnerability: [], featuresPerDimension: []),
      .computationGraph(input: empty, output: empty), .lossCurves([]),
    ]
    for figure in figures { #expect(try figure.svg().hasSuffix("</svg>\n")) }
  }

  @Test func `diverged models are drawn without NaN`() throws {
    let broken = Matrix(rows: 3, columns: 2, elements: [.nan, 1, .infinity, 0, 1e30, -1e30])
    let panel = ModelPanel(broken, bias: [.nan, 0, .infinity])
    let figures: [Figure] = [
      .featureEmbeddings([panel]), .weightsAndBiases([panel]), .neuronStacks([panel]),
      .weightMatrices([panel]), .dimensionsPerFeature([broken], densities: [0.5]),
      .featureDimensionality([broken], densities: [0], graphs: [0]), .featureGeometry(broken),
      .computationGraph(input: broken, output: broken),
    ]
    for figure in figures {
      let svg = try figure.svg()
      #expect(!svg.contains("nan") && !svg.contains("\"inf") && !svg.contains("NaN"))
      #expect(try figure.png().count > 100)
    }
  }
}
