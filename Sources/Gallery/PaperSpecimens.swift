import SuperposeJSON
import SuperposePlot
import ToyFigures
import ToyLib

extension Specimens {
  /// The paper's figures, from small models trained for the purpose.
  static func paper() throws -> [Specimen] {
    let makers: [() throws -> [Specimen]] = [
      opening, basics, neurons, uniform, phases, dynamics, correlated, computation, others,
    ]
    return try makers.flatMap { maker in
      let made = try maker()
      for specimen in made { print(specimen.name) }
      return made
    }
  }

  private static func opening() throws -> [Specimen] {
    let densities = [1, 0.2, 0.1]
    let models = try Trained.best(
      ReLUOutputModel(hidden: 2, importance: .geometric(0.9)), features: 5, densities: densities,
      steps: 10_000, restarts: 12, batch: 1024)
    let panels = zip(densities, models).map { density, model in
      ModelPanel(model, title: "\(Label.percent(1 - density)) sparsity")
    }
    let figure = Figure.featureEmbeddings(
      panels, importance: models[0].importance,
      progress: "increasing feature sparsity"
    ).provenance(
      Provenance(
        experiment: "OpeningFigure", parameters: ["features": 5, "hidden": 2], seed: 1))
    return [Specimen(name: "paper-opening", heading: "Feature embeddings", figure: figure)]
  }

  private static func basics() throws -> [Specimen] {
    let importance = Importance.geometric(0.7)
    let densities = [1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001]
    let linear = try Trained.best(
      LinearModel(hidden: 5, importance: importance), features: 20, densities: [1], steps: 4000,
      restarts: 1)
    let models = try Trained.best(
      ReLUOutputModel(hidden: 5, importance: importance), features: 20, densities: densities,
      steps: 6000, restarts: 3)
    let panels =
      [ModelPanel(linear[0], title: "linear model")]
      + zip(densities, models).map {
        ModelPanel($1, title: "1−S = \(Label.number($0))")
      }
    return [
      Specimen(
        name: "paper-weights", heading: "WᵀW, bias and norms",
        figure: .weightsAndBiases(panels, columns: 4))
    ]
  }

  private static func neurons() throws -> [Specimen] {
    let densities = [0.75, 0.35, 0.15, 0.12, 0.06, 0.02]
    let models = try Trained.best(
      ReLUHiddenModel(hidden: 5, importance: .geometric(0.75)), features: 10,
      densities: densities, steps: 5000, restarts: 16)
    let panels = zip(densities, models).map { ModelPanel($1, title: "1−S = \(Label.number($0))") }
    let plain = try Trained.best(
      ReLUOutputModel(hidden: 5, importance: .geometric(0.75)), features: 10,
      densities: [0.35], steps: 4000, restarts: 3)
    return [
      Specimen(
        name: "paper-neurons", heading: "Neuron stacks", figure: .neuronStacks(panels)),
      Specimen(
        name: "paper-privileged", heading: "With and without a privileged basis",
        figure: .weightMatrices([
          ModelPanel(plain[0], title: "linear hidden"), ModelPanel(models[1], title: "ReLU hidden"),
        ])),
    ]
  }

  private static func uniform() throws -> [Specimen] {
    let densities = LogarithmicGrid.points(from: 1, to: 0.05, count: 14)
    let models = try Trained.best(
      ReLUOutputModel(hidden: 10), features: 80, densities: densities, steps: 5000, restarts: 1)
    return [
      Specimen(
        name: "paper-dimensions-per-feature", heading: "Dimensions per feature",
        figure: .dimensionsPerFeature(models, densities: densities)),
      Specimen(
        name: "paper-dimensionality", heading: "Feature dimensionality",
        figure: .featureDimensionality(models, densities: densities, graphs: [4, 6, 7, 9])),
      Specimen(
        name: "paper-geometry", heading: "Feature geometry",
        figure: .featureGeometry(models[6])),
    ]
  }

  private static func phases() throws -> [Specimen] {
    let count = 20
    let importances = LogarithmicGrid.centers(0.1...10, count: count)
    let densities = LogarithmicGrid.centers(0.01...1, count: count)
    var training = Training()
    training.steps = 2500
    training.batch = 256
    training.evaluationSamples = 4096
    training.optimiser = .adamW(rate: 0.003)
    var norms: [[Float]] = []
    var overlaps: [[Float]] = []
    for density in densities {
      let row = try importances.map { importance in
        try ReLUOutputModel(hidden: 1, importance: .custom([1, importance])).train(
          on: SparseFeatures(count: 2, density: density), instances: 3, seed: 1,
          training: training
        ).best
      }
      norms.append(row.map { $0.norms[1] })
      overlaps.append(row.map { $0.superposition[1] })
    }
    let empirical = PhaseMap(norms: norms, superposition: overlaps, title: "empirical")
    let theory = try PhaseTheory(features: 2).phaseMap(resolution: 120, title: "theoretical")
    return [
      Specimen(
        name: "paper-phases", heading: "Phase diagrams",
        figure: .phaseDiagrams([empirical, theory]))
    ]
  }

  private static func dynamics() throws -> [Specimen] {
    var training = Training()
    let keep = [0, 200, 350, 900, 1600, 2200, 6000]
    training.steps = 6000
    training.snapshots = Set(keep)
    training.recordEvery = 20
    let model = try ReLUOutputModel(
      hidden: 3, initialWeights: .normal(deviation: 0.01)
    ).train(
      on: FeatureGroups.correlated(sets: 2, of: 3, sparsity: 0.95), seed: 2, training: training)[0]
    let letters: [Label] = ["A", "B", "C", "D"]
    let chosen = model.snapshots.filter { [200, 900, 1600, 6000].contains($0.step) }
    let geometry = Figure.learningGeometry(
      steps: model.history.map(\.step),
      losses: model.history.map(\.loss).smoothed(window: 9),
      snapshots: zip(chosen, letters).map {
        GeometrySnapshot(step: $0.step, $0.network, letter: $1)
      }, sets: [0, 0, 0, 1, 1, 1])
    return [
      Specimen(
        name: "paper-learning-geometry", heading: "Learning curve with geometry",
        figure: geometry), try trajectories(),
    ]
  }

  private static func trajectories() throws -> Specimen {
    var training = Training()
    let keep = LogarithmicGrid.points(from: 10, to: 10_000, count: 61).map { Int($0.rounded()) }
    training.steps = 10_000
    training.batch = 512
    training.snapshots = Set(keep)
    training.recordEvery = 5
    let model = try ReLUOutputModel(hidden: 6).train(
      on: SparseFeatures(count: 40, density: 0.35), seed: 1, training: training)[0]
    let losses = Dictionary(
      model.history.map { ($0.step, $0.loss) }, uniquingKeysWith: { first, _ in first })
    let shots = model.snapshots.sorted { $0.step < $1.step }
    return Specimen(
      name: "paper-trajectories", heading: "Feature dimensionality over training",
      figure: .dimensionalityTrajectories(
        steps: shots.map(\.step), dimensionalities: shots.map(\.network.featureDimensionality),
        losses: shots.map { shot in
          losses[shot.step] ?? losses.min { abs($0.key - shot.step) < abs($1.key - shot.step) }?
            .value ?? .nan
        }))
  }

  private static func correlated() throws -> [Specimen] {
    let model = ReLUOutputModel(hidden: 2)
    let pairs = try (0..<5).map { index in
      try model.train(
        on: FeatureGroups.correlated(sets: 2, of: 2, sparsity: 0.95), steps: 4000, instances: 6,
        seed: UInt64(index), batch: 512
      ).best
    }
    let hexagons = try (0..<5).map { index in
      try model.train(
        on: FeatureGroups.correlated(sets: 3, of: 2, sparsity: 0.95), steps: 4000, instances: 8,
        seed: UInt64(index), batch: 512
      ).best
    }
    return [
      Specimen(
        name: "paper-correlated", heading: "Correlated features in pairs",
        figure: .featureEmbeddings(pairs.map { ModelPanel($0) }, sets: [0, 0, 1, 1])),
      Specimen(
        name: "paper-correlated-three", heading: "Three correlated pairs",
        figure: .featureEmbeddings(hexagons.map { ModelPanel($0) }, sets: [0, 0, 1, 1, 2, 2])),
    ]
  }

  private static func computation() throws -> [Specimen] {
    let small = try Trained.best(
      AbsoluteValueModel(hidden: 6), features: 3, densities: [0.5], steps: 5000, restarts: 12,
      magnitude: .signedUniform)
    let densities = [1, 0.1, 0.01]
    let large = try Trained.best(
      AbsoluteValueModel(hidden: 16, importance: .geometric(0.85)), features: 40,
      densities: densities, steps: 6000, restarts: 1, magnitude: .signedUniform)
    return [
      Specimen(
        name: "paper-absolute-graph", heading: "The absolute-value model as a graph",
        figure: .computationGraph(input: small[0].weights, output: small[0].outputWeights)),
      Specimen(
        name: "paper-absolute-neurons", heading: "Neurons of the absolute-value model",
        figure: .neuronStacks(
          zip(densities, large).map { ModelPanel($1, title: "1−S = \(Label.number($0))") },
          isAbsolute: true, isSorted: true)),
      Specimen(
        name: "paper-motif", heading: "The asymmetric superposition motif",
        figure: .asymmetricMotif()),
    ]
  }

  /// Numbers of paper.md 6.7, and losses of a few restarts.
  private static func others() throws -> [Specimen] {
    var training = Training()
    training.steps = 5000
    training.recordEvery = 50
    let models = try ReLUOutputModel(hidden: 2, importance: .geometric(0.9)).train(
      on: SparseFeatures(count: 5, density: 0.1), instances: 4, seed: 3, training: training)
    let curves = models.enumerated().map { index, model in
      LossCurve(
        "instance \(index + 1)", steps: model.history.map(\.step),
        losses: model.history.map(\.loss).smoothed(window: 7))
    }
    return [
      Specimen(
        name: "paper-adversarial", heading: "Adversarial vulnerability",
        figure: .adversarialVulnerability(
          densities: [1, 0.44, 0.26, 0.15, 0.09, 0.05],
          vulnerability: [1, 1.84, 2.2, 2.8, 3.4, 3.4],
          featuresPerDimension: [1, 1.92, 2.37, 3.6, 5.2, 6.2])),
      Specimen(name: "paper-losses", heading: "Loss curves", figure: .lossCurves(curves)),
    ]
  }
}

extension Label {
  fileprivate static func percent(_ value: Double) -> String { "\(Int((value * 100).rounded())) %" }

  fileprivate static func number(_ value: Double) -> String { value == 1 ? "1" : "\(value)" }
}
