internal import SuperposeJSON
internal import SuperposePlot
internal import ToyFigures
public import ToyLib

/// Five absolute values from eight neurons: the fifth feature has no neurons of its own, and lives
/// on those of others under the protection of a third.
///
/// Source: Elhage et al. (2022), "The Asymmetric Superposition Motif"; figure 36. The paper gives no
/// sizes; with these the best model has two instances and otherwise plain pairs, as the paper's has.
public struct AsymmetricSuperposition: Experiment {
  public static let name = "asymmetric-superposition"
  public static let source = "Elhage et al. (2022), The Asymmetric Superposition Motif; figure 36"
  public static let question = "How can two features share a neuron when one would drown the other?"

  public var features = 5
  public var neurons = 8
  /// 1 − S.
  public var density = 0.2
  public var importance: Importance = .geometric(0.8)
  public var steps = 10_000
  /// Models; motifs are looked for in all of them, the best is shown.
  public var restarts = 64
  public var seed: UInt64 = 1

  public init() {}

  public var parameters: [Parameter] {
    let source = "ours: the paper gives none"
    return [
      Parameter("features", .integer(features), from: source),
      Parameter("neurons", .integer(neurons), from: source),
      Parameter("density", .number(density), from: source),
      Parameter("importance", .string("\(importance)"), from: "figure 34"),
      Parameter("steps", .integer(steps), from: "ours"),
      Parameter("restarts", .integer(restarts), from: "ours"),
    ]
  }

  public var shortened: AsymmetricSuperposition {
    var copy = self
    copy.steps = 1_000
    copy.restarts = 8
    return copy
  }

  public func run() throws -> AsymmetricSuperpositionResult {
    var training = Training()
    training.steps = steps
    training.batch = 512
    training.optimiser = .adamW(rate: 3e-3)
    training.schedule = .linear
    let sampler = SparseFeatures(count: features, density: density, magnitude: .signedUniform)
    let models = try AbsoluteValueModel(hidden: neurons, importance: importance).train(
      on: sampler, instances: restarts, seed: seed, training: training)
    let network = models.best.network
    let protected = try network.asymmetricMotifs().map { motif in
      try MotifAblation(motif, of: network, on: sampler)
    }
    return AsymmetricSuperpositionResult(
      experiment: self, models: models, ablations: protected)
  }
}

/// What the victim of a motif loses without its protection.
public struct MotifAblation: Sendable, Hashable {
  public let motif: AsymmetricMotif
  /// The victim's loss, and its loss when the inhibiting weight is set to 0.
  public let before: Double, after: Double

  init(_ motif: AsymmetricMotif, of network: Network, on features: SparseFeatures) throws {
    self.motif = motif
    var unprotected = network
    unprotected.outputWeights[motif.victim, motif.inhibitor] = 0
    before = try network.featureLosses(on: features)[motif.victim]
    after = try unprotected.featureLosses(on: features)[motif.victim]
  }
}

/// The models, and the motifs of the best one.
public struct AsymmetricSuperpositionResult: ExperimentResult {
  public let experiment: AsymmetricSuperposition
  public let models: TrainedModels
  /// The motifs of the best model, each with what its inhibition is worth.
  public let ablations: [MotifAblation]

  /// The best model; every neuron's largest input weight is ±1.
  public var network: Network { models.best.network.withNeuronsScaled }
  public var motifs: [AsymmetricMotif] { ablations.map(\.motif) }

  public func draw() -> [NamedFigure] {
    let network = network
    let graph = NamedFigure(
      "asymmetric-graph",
      .computationGraph(input: network.weights, output: network.outputWeights))
    return motifs.enumerated().map { index, motif in
      NamedFigure("asymmetric-motif-\(index + 1)", .asymmetricMotif(motif, in: network))
    } + [graph, NamedFigure("asymmetric-motif-paper", .asymmetricMotif())]
  }

  public var claims: Claims {
    let neurons = network.neurons
    let having = models.count { !$0.network.asymmetricMotifs().isEmpty }
    func all(_ text: (AsymmetricMotif) -> String) -> String {
      motifs.isEmpty ? "none" : motifs.map(text).joined(separator: "; ")
    }
    func ratio(_ ablation: MotifAblation) -> Double { ablation.after / ablation.before }
    return [
      Claim(
        "a small model has plain pairs and two instances of the motif",
        measured: "\(motifs.count) instances; \(neurons)",
        held: motifs.count == 2,
        remark: "\(having) of \(models.count) models have at least one"),
      Claim(
        "the neuron is shared unequally: one feature would hurt the other far more than it is hurt",
        measured: all {
          "\(Double($0.harm).brief(3)) against \(Double($0.harmBack).brief(2)) "
            + "(\(Double($0.asymmetry).brief(3)) times)"
        },
        held: !motifs.isEmpty && motifs.allSatisfy { $0.asymmetry > 8 },
        remark: "the paper's numbers, 2 and −1/2 in, 1/2 and 2 out, give 4 against 1/4 (16 times)"),
      Claim(
        "a second neuron inhibits the victim, so that what remains is harmless",
        measured: all {
          "\(Double($0.harm).brief(3)) − \(Double(-$0.inhibition).brief(3)) = "
            + "\(Double($0.remainder).brief(2))"
        },
        held: !motifs.isEmpty && motifs.allSatisfy { $0.remainder < 0.1 }),
      Claim(
        "the inhibition is what the victim lives on",
        measured: ablations.isEmpty
          ? "none"
          : "without it the victim's loss is "
            + ablations.map { ratio($0).brief(3) }.joined(separator: " and ") + " times as high",
        held: !ablations.isEmpty && ablations.allSatisfy { ratio($0) > 3 },
        remark: "our test: the inhibiting weight set to 0"),
    ]
  }
}
