internal import SuperposeDisplay

/// A trained ``LayeredNetwork``, with what made it.
public struct TrainedLayeredNetwork: Sendable {
  public let network: LayeredNetwork
  /// The features that it was trained on.
  public let features: any FeatureSampler
  public let seed: UInt64
  /// Its number in the run. Seed and number determine its random numbers.
  public let instance: Int
  /// The model's loss on fresh samples, with its noise. Not finite when the training diverged.
  public let lossEstimate: LossEstimate
  /// How it was trained.
  public let training: Training
  /// The number of updates.
  public let step: Int
  /// Why it stopped before its last step, if it did.
  public let ending: Ending?
  /// The recorded losses.
  public let history: [LossRecord]
  /// The networks at the steps of `training.snapshots`.
  public let snapshots: [LayeredNetwork.Snapshot]

  /// The value of ``lossEstimate``.
  public var loss: Double { lossEstimate.value }
}

extension TrainedLayeredNetwork: CustomStringConvertible {
  public var description: String {
    "\(network), instance \(instance) of seed \(seed): loss \(lossEstimate) after \(step) steps"
  }
}

/// The networks of one run, in the order of their instances.
public struct TrainedLayeredNetworks: RandomAccessCollection, Sendable {
  private let models: [TrainedLayeredNetwork]

  init(_ models: [TrainedLayeredNetwork]) { self.models = models }

  public var startIndex: Int { models.startIndex }
  public var endIndex: Int { models.endIndex }
  public subscript(position: Int) -> TrainedLayeredNetwork { models[position] }

  /// The network with the lowest loss.
  public var best: TrainedLayeredNetwork { ranked[0] }

  /// The networks from lowest to highest loss; diverged ones last.
  public var ranked: [TrainedLayeredNetwork] {
    models.sorted { ($0.loss.isFinite ? $0.loss : .infinity) < ($1.loss.isFinite ? $1.loss : .infinity) }
  }
}

extension TrainedLayeredNetworks: CustomStringConvertible {
  public var description: String {
    let losses = models.map(\.loss).filter(\.isFinite)
    let range = losses.isEmpty ? "not finite" : NumberText.range(losses)
    return "\(count) × \(models[0].network), loss \(range)"
  }
}
