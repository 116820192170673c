internal import ToyLib

/// Models with more and less superposition, each attacked in the same way.
public struct SuperpositionAndRobustnessResult: ExperimentResult {
  public let experiment: SuperpositionAndRobustness
  /// The model without superposition: a hidden dimension for each feature.
  public let reference: ChangedModel
  /// In the order of the settings: dimensions, importances, penalties, attacks in training, seeds.
  public let models: [ChangedModel]

  /// The models in which this was changed, in the order of the settings.
  public func models(_ way: SuperpositionChange) -> [ChangedModel] { models.filter { $0.way == way } }

  /// The increase of the loss by the worst attack, relative to that of the model without superposition.
  public func vulnerability(_ model: ChangedModel) -> Double {
    model.attacked.worstHarm / reference.attacked.worstHarm
  }

  /// Models that minimise nothing but the loss. Those with a penalty or trained under attack have other aims, too.
  public var compared: [ComparedModel] {
    let data = SparseFeatures(count: experiment.features, density: experiment.density)
    return models(.dimensions).map { ComparedModel("m = \(Int($0.value))", $0.network, on: data) }
      + models(.importances).map { ComparedModel("importances \($0.value.brief)ⁱ", $0.network, on: data) }
  }
}
