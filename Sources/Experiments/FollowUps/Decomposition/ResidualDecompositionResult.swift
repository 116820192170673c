public import SuperposeDecomposition
public import ToyLib

/// A residual MLP and its decomposition.
public struct ResidualDecompositionResult: ExperimentResult {
  public let experiment: ResidualDecomposition
  /// The model that is decomposed.
  public let model: TrainedLayeredNetwork
  /// W_in and W_out as parts, in coordinates of the embedding's span.
  public let found: TrainedDecomposition
  /// Parts of W_in E [neurons, features] and of Eᵀ W_out: the same decomposition with the embedding multiplied in.
  public let folded: Decomposition
  /// The same of parts before training: the baseline.
  public let untrained: Decomposition
  /// For each feature alone, at 1, the importance of each part of W_in: [features, parts].
  public let readImportances: Matrix
  /// For the same samples, the importance of each part of W_out.
  public let writeImportances: Matrix
  /// The model's loss for x + ReLU(x) beside those of networks made by hand.
  public let baselines: Baselines

  init(
    experiment: ResidualDecomposition, model: TrainedLayeredNetwork, found: TrainedDecomposition,
    untrained: Decomposition, baselines: Baselines
  ) throws {
    self.experiment = experiment
    self.model = model
    self.found = found
    self.baselines = baselines
    folded = found.decomposition.folded
    self.untrained = untrained.folded
    let single = Matrix.identity(experiment.features)
    readImportances = try folded.importances(0, for: single)
    writeImportances = try folded.importances(1, for: single)
  }
}
