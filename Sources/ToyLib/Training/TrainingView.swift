/// A copy of the models during training.
public struct TrainingView: Sendable {
  /// The progress of the run.
  public let progress: TrainingProgress
  /// The number of updates of each model.
  public let steps: Int
  /// The models in the order of their instances.
  public let models: [Model]

  /// One model during training.
  public struct Model: Embedding {
    public let network: Network
    /// The number of updates so far.
    public let step: Int
    /// The recorded losses.
    public let history: [LossRecord]
    /// The features that it is trained on.
    public let features: any FeatureSampler
    /// Its number in the run.
    public let instance: Int

    public var weights: Matrix { network.weights }
    public var bias: [Float] { network.bias }
    /// The importances of its features.
    public var importance: [Float] {
      // Training has checked them.
      (try? network.architecture.importance.weights(count: network.features)) ?? []
    }
  }
}
