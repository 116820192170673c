public import ToyLib

/// A model, its decompositions by two methods, and untrained parts.
public struct AttributionDecompositionResult: ExperimentResult {
  public let experiment: AttributionDecomposition
  /// The model that is decomposed.
  public let model: TrainedModel
  /// Both methods with the sources' settings first, then with the other ones.
  public let trials: [DecompositionTrial]
  /// Parts of each method before training: the baseline.
  public let untrained: [DecompositionTrial.Method: FoundParts]

  public var compared: [ComparedModel] { [ComparedModel("the model", model)] }

  /// The run of a method with the source's settings that has the lowest loss of those that found all columns, or of all
  /// if none did.
  public func best(_ method: DecompositionTrial.Method) -> FoundParts { trials(method, .source)[0].best }

  /// The trials of a method with settings of one kind.
  func trials(_ method: DecompositionTrial.Method, _ kind: DecompositionTrial.Kind) -> [DecompositionTrial] {
    trials.filter { $0.method == method && $0.kind == kind }
  }
}
