public import SuperposePlot

/// What to look at while models train: a figure that is redrawn as they do.
///
/// ```swift
/// let models = try model.train(on: features, instances: 4, watch: .geometry)
/// ```
///
/// Redrawn at most 10 times a second, and less often where a frame is costly: drawing takes at most
/// a fiftieth of a processor. At the end the figure stays, in full quality. In a batch run (nbclient,
/// papermill) only that last one is shown.
public enum Watch {
  /// Loss against step, a line for each model.
  case loss
  /// The embedding of the first models, the loss below it: features as arrows where there are up to
  /// three hidden dimensions, else WᵀW as a heat map.
  case geometry
  /// A figure of your own. What it throws stops the training.
  case figure((TrainingView) throws -> Figure)

  /// The figure of `view`: for a moment (`isFrame`), or to stay.
  func figure(_ view: TrainingView, isFrame: Bool) throws -> Figure {
    switch self {
    case .loss: .watchedLoss(view)
    case .geometry: .watchedGeometry(view, isFrame: isFrame)
    case .figure(let make): try make(view)
    }
  }
}

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

extension TrainingView {
  /// Panels of the first `count` models, each titled by what sets it apart.
  public func panels(first count: Int) -> [ModelPanel] {
    zip(models, titles).prefix(count).map {
      ModelPanel($0, bias: $0.network.bias, title: Label($1))
    }
  }

  /// What sets each model apart: its sparsity where these differ, else its instance.
  public var titles: [String] {
    InstanceTitles.of(models.map(\.features), instances: models.map(\.instance))
  }
}

/// Words that tell the instances of a run apart.
enum InstanceTitles {
  /// The sparsity of each where these differ, else its number in the run.
  static func of(_ features: [any FeatureSampler], instances: [Int]) -> [String] {
    let sparsities = features.map { ($0 as? SparseFeatures)?.commonSparsity }
    let differ = Set(sparsities).count > 1 && !sparsities.contains(nil)
    return zip(instances, sparsities).map { instance, sparsity in
      guard differ, let sparsity else { return "instance \(instance)" }
      return "S = \(NumberText.brief(sparsity))"
    }
  }
}

extension SparseFeatures {
  /// The sparsity of all features; `nil` where they differ.
  fileprivate var commonSparsity: Double? {
    guard let first = sparsities.first, sparsities.allSatisfy({ $0 == first }) else { return nil }
    return first
  }
}
