/// Every experiment there is, in the paper's order, follow-up work last.
public enum Catalogue {
  public static let experiments: [any Experiment.Type] = [
    OpeningFigure.self,
    AdversarialExamples.self,
    RobustTraining.self,
    PrivilegedBasis.self,
    NeuronRegimes.self,
    AbsoluteValue.self,
    ComputationInSuperposition.self,
    AsymmetricSuperposition.self,
  ]

  /// The experiment called `name`, with the parameters of its source.
  public static func experiment(named name: String) -> (any Experiment)? {
    experiments.first { $0.name == name }.map { $0.init() }
  }
}
