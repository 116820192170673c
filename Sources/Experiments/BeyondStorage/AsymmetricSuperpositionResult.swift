internal import SuperposePlot
internal import ToyFigures
public import ToyLib

/// The models, and the motifs of the best one.
public struct AsymmetricSuperpositionResult: ExperimentResult {
  public let experiment: AsymmetricSuperposition
  public let models: TrainedModels
  /// The motifs of the best model, each with the effect of its inhibition.
  public let ablations: [MotifAblation]
  /// The best model beside networks made by hand.
  public let baselines: Baselines

  /// The best model; every neuron's largest input weight is ±1.
  public var network: Network { models.best.network.withNeuronsScaled }
  public var motifs: [AsymmetricMotif] { ablations.map(\.motif) }

  public var compared: [ComparedModel] { [Self.compared(models.best)] }

  static func compared(_ model: TrainedModel) -> ComparedModel {
    ComparedModel("the best model", model)
  }

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
    let claims = [
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
    return Claims(claims.map { $0.requiring(baselines) })
  }
}
