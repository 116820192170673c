internal import SuperposeDisplay

/// The models of one run, in the order of their instances.
public struct TrainedModels: RandomAccessCollection, Sendable {
  private let models: [TrainedModel]
  /// How they were trained.
  public let training: Training

  init(_ models: [TrainedModel], training: Training) {
    self.models = models
    self.training = training
  }

  public var startIndex: Int { models.startIndex }
  public var endIndex: Int { models.endIndex }
  public subscript(position: Int) -> TrainedModel { models[position] }

  /// The model with the lowest loss: that of the training's objective. It is meaningful if all
  /// instances have the same features and importance. ``asGoodAsBest`` says whether others are
  /// equally good.
  public var best: TrainedModel {
    models.min { order($0.loss) < order($1.loss) } ?? models[0]
  }

  /// The models from lowest to highest loss; diverged ones last.
  public var ranked: [TrainedModel] { models.sorted { order($0.loss) < order($1.loss) } }

  /// The models whose loss differs from the best one's by less than three standard errors, from
  /// the lowest loss; the best one is the first.
  ///
  /// Models of one run are measured on the same samples, so small differences count.
  public var asGoodAsBest: [TrainedModel] {
    let ranked = ranked
    guard let first = ranked.first else { return [] }
    return ranked.filter { $0.loss.isFinite && !$0.lossEstimate.isDistinct(from: first.lossEstimate) }
  }

  private func order(_ loss: Double) -> Double { loss.isFinite ? loss : .infinity }
}

extension TrainedModels: CustomStringConvertible {
  public var description: String {
    let losses = models.map(\.loss)
    let (low, high) = (losses.min() ?? .nan, losses.max() ?? .nan)
    let range =
      low < high ? "\(NumberText.scientific(low)) to \(NumberText.scientific(high))" : NumberText.scientific(low)
    let close = asGoodAsBest.count
    let equal = close > 1 ? ", \(close) as good as the best" : ""
    return "\(count) × \(models[0].network), loss \(range)\(equal)"
  }
}
