internal import SuperposeDisplay

/// A trained network, with everything that made it.
public struct TrainedModel: Embedding {
  public let network: Network
  /// The features that it was trained on.
  public let features: any FeatureSampler
  /// The run's seed.
  public let seed: UInt64
  /// Its number in the run. Seed and number determine its random numbers.
  public let instance: Int
  /// Mean over fresh samples and features of I_i (x_i − x′_i)², as the Colab shows it. Not finite
  /// when the training diverged.
  public let loss: Double
  /// How it was trained.
  public let training: Training
  /// Whether it was trained on from given weights, instead of from random ones.
  package var hasGivenStart = false
  package let state: InstanceState

  /// W, shape [features, hidden]: row i is feature i's direction.
  public var weights: Matrix { network.weights }
  /// V, shape [features, hidden]; W itself where tied.
  public var outputWeights: Matrix { network.outputWeights }
  public var bias: [Float] { network.bias }
  /// Σ over features instead of the mean: the paper's loss.
  public var sumLoss: Double { loss * Double(network.features) }
  /// The number of updates.
  public var step: Int { state.step }
  /// Why it stopped before its last step, if it did.
  public var ending: Ending? { state.ending }
  /// The recorded losses.
  public var history: [LossRecord] { state.history }
  /// The networks at the steps of the requested snapshots.
  public var snapshots: [Snapshot] { state.snapshots }
  /// The importances of its features.
  public var importance: [Float] {
    // Training has checked them.
    (try? network.architecture.importance.weights(count: network.features)) ?? []
  }
}

extension TrainedModel: CustomStringConvertible {
  public var description: String {
    "\(network), instance \(instance) of seed \(seed): loss \(NumberText.scientific(loss)) after \(step) steps"
  }
}
