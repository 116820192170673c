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
  /// The training's objective on fresh samples, with its noise: by default the mean over samples and
  /// features of I_i (x_i − x′_i)², as the Colab shows it. Not finite when the training diverged.
  public let lossEstimate: LossEstimate
  /// The mean over fresh samples and features of I_i (x_i − x′_i)², whatever the objective. Not a
  /// number for models that were read from a file without it, or whose training was stopped.
  public let squaredError: Double
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
  /// The value of ``lossEstimate``.
  public var loss: Double { lossEstimate.value }
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

extension TrainedModel {
  /// The training's objective on new samples of `features`. Equal seeds give equal results.
  ///
  /// - Throws: `ToyLibError` for another number of features, or when the model was read from a file
  ///   without its objective.
  public func loss(
    on features: some FeatureSampler, samples: Int = 1 << 16, seed: UInt64 = 0
  ) throws -> Double {
    try lossEstimate(on: features, samples: samples, seed: seed).value
  }

  /// ``loss(on:samples:seed:)`` with its standard error.
  public func lossEstimate(
    on features: some FeatureSampler, samples: Int = 1 << 16, seed: UInt64 = 0
  ) throws -> LossEstimate {
    try network.lossEstimate(
      on: features, samples: samples, seed: seed, objective: training.objective)
  }
}

extension TrainedModel: CustomStringConvertible {
  public var description: String {
    "\(network), instance \(instance) of seed \(seed): loss \(lossEstimate) after \(step) steps"
  }
}
