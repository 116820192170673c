/// All experiments in the paper's order, with follow-up work last.
public enum Catalogue {
  public static let experiments: [any Experiment.Type] =
    demonstration + geometry + beyondStorage + companions + followUps

  /// Introduction, demonstrating superposition, its mathematics and its phase change.
  public static let demonstration: [any Experiment.Type] = [
    OpeningFigure.self,
    Demonstration.self,
    LossDecomposition.self,
    PhaseChange.self,
    LossSurfaces.self,
  ]

  /// The geometry of superposition: uniform, non-uniform, correlated features, and learning it.
  public static let geometry: [any Experiment.Type] = [
    UniformSuperposition.self,
    SquareAntiprisms.self,
    Polytopes.self,
    PerturbedPentagon.self,
    CorrelatedFeatures.self,
    LocalBases.self,
    CollapsingPairs.self,
    EnergyLevels.self,
    GeometricTransformations.self,
  ]

  /// Adversarial examples, the privileged basis, computation in superposition.
  public static let beyondStorage: [any Experiment.Type] = [
    AdversarialExamples.self,
    RobustTraining.self,
    PrivilegedBasis.self,
    NeuronRegimes.self,
    AbsoluteValue.self,
    ComputationInSuperposition.self,
    AsymmetricSuperposition.self,
  ]

  /// Experiments on the discussion and the appendix, and the authors' notebook.
  public static let companions: [any Experiment.Type] = [
    HiddenPenalty.self,
    NonlinearCompression.self,
    Colab.self,
    Schematics.self,
  ]

  /// The experiment named `name`, with the parameters of its source.
  public static func experiment(named name: String) -> (any Experiment)? {
    experiments.first { $0.name == name }.map { $0.init() }
  }
}
