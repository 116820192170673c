public import SuperposeDecomposition
public import ToyLib

/// A model and its decompositions.
public struct ParameterDecompositionResult: ExperimentResult {
  public let experiment: ParameterDecomposition
  /// The model that is decomposed.
  public let model: TrainedModel
  /// W and Wᵀ.
  public let plain: TrainedDecomposition
  /// W, the identity and Wᵀ.
  public let withIdentity: TrainedDecomposition
  /// Parts before training: the baseline.
  public let untrained: Decomposition
  /// For each feature alone, at 1, the importance of each part of W: [features, parts].
  public let importances: Matrix
  /// For the same samples, the importance of each part of the identity.
  public let identityImportances: Matrix

  init(
    experiment: ParameterDecomposition, model: TrainedModel, plain: TrainedDecomposition,
    withIdentity: TrainedDecomposition, untrained: Decomposition
  ) throws {
    self.experiment = experiment
    self.model = model
    self.plain = plain
    self.withIdentity = withIdentity
    self.untrained = untrained
    let single = Matrix.identity(experiment.features)
    importances = try plain.decomposition.importances(0, for: single)
    identityImportances = try withIdentity.decomposition.importances(1, for: single)
  }

  public var compared: [ComparedModel] { [ComparedModel("the model", model)] }
}

extension Decomposition {
  /// The parts of matrix `layer` that are nearest to its columns, in their order, then the other live ones.
  func partsByColumn(_ layer: Int) -> [Int] {
    var order: [Int] = []
    for part in recovery(layer).nearest + live(layer) where !order.contains(part) { order.append(part) }
    return order
  }
}
