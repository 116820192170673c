/// Models as they were a moment ago, while they train.
public struct TrainingView: Sendable {
  /// How far the run is.
  public let progress: TrainingProgress
  /// How many updates each model gets.
  public let steps: Int
  /// The models in the order of their instances.
  public let models: [Model]

  /// One model on its way.
  public struct Model: Embedding {
    public let network: Network
    /// How many updates it has had.
    public let step: Int
    /// Losses on the way.
    public let history: [LossRecord]
    /// What it is trained on.
    public let features: any FeatureSampler
    /// Its number in the run.
    public let instance: Int

    public var weights: Matrix { network.weights }
    public var bias: [Float] { network.bias }
    /// The importances of its features.
    public var importance: [Float] {
      // Training began by checking them.
      (try? network.architecture.importance.weights(count: network.features)) ?? []
    }
  }
}
