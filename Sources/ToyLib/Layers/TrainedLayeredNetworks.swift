internal import SuperposeDisplay

/// A trained ``LayeredNetwork``, with what made it.
public struct TrainedLayeredNetwork: Sendable {
  private let model: LayeredModel
  /// The features that it was trained on.
  public let features: any FeatureSampler
  public let seed: UInt64
  /// Its number in the run. Seed and number determine its random numbers.
  public let instance: Int
  /// The model's loss on fresh samples, with its noise. Not finite when the training diverged.
  public let lossEstimate: LossEstimate
  let settings: LayerSettings
  let state: LayerState

  init(
    model: LayeredModel, features: any FeatureSampler, seed: UInt64, instance: Int,
    lossEstimate: LossEstimate, settings: LayerSettings, state: LayerState
  ) {
    self.model = model
    self.features = features
    self.seed = seed
    self.instance = instance
    self.lossEstimate = lossEstimate
    self.settings = settings
    self.state = state
  }

  public var network: LayeredNetwork { LayeredNetwork(unchecked: model, state.parameters) }
  /// How it was trained.
  public var training: Training { settings.training }
  /// The number of updates.
  public var step: Int { state.step }
  /// Why it stopped before its last step, if it did.
  public var ending: Ending? { state.ending }
  /// The recorded losses.
  public var history: [LossRecord] { state.history }
  /// The networks at the steps of the requested snapshots.
  public var snapshots: [LayeredNetwork.Snapshot] { state.snapshots }
  /// The value of ``lossEstimate``.
  public var loss: Double { lossEstimate.value }
}

extension TrainedLayeredNetwork: TrainedResult {
  public var fingerprint: String { network.fingerprint }
}

extension TrainedLayeredNetwork: CustomStringConvertible {
  public var description: String {
    "\(network), instance \(instance) of seed \(seed): loss \(lossEstimate) after \(step) steps"
  }
}

/// The networks of one run, in the order of their instances.
public struct TrainedLayeredNetworks: RandomAccessCollection, Sendable {
  private let models: [TrainedLayeredNetwork]
  let settings: LayerSettings

  init(_ models: [TrainedLayeredNetwork], settings: LayerSettings) {
    self.models = models
    self.settings = settings
  }

  /// How they were trained.
  public var training: Training { settings.training }

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
