internal import ToyLib

/// The best model of each T.
public struct DoubleDescentResult: ExperimentResult {
  public let experiment: DoubleDescent
  /// One for each T, in the order of the experiment's sizes.
  public let models: [MemorisingModel]

  public var compared: [ComparedModel] { models.map { $0.compared("T = \($0.size)") } }

  /// The model trained on `size` samples, if that was one of the sizes.
  public func model(trainedOn size: Int) -> MemorisingModel? {
    models.first { $0.size == size }
  }

  /// The model with the highest test loss.
  public var worst: MemorisingModel? { models.max { $0.testLoss < $1.testLoss } }
}
