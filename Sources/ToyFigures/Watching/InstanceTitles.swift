internal import SuperposeDisplay
internal import SuperposePlot
public import ToyLib

extension TrainingView {
  /// Panels of the first `count` models, each with a title that distinguishes it.
  public func panels(first count: Int) -> [ModelPanel] {
    zip(models, titles).prefix(count).map {
      ModelPanel($0, bias: $0.network.bias, title: Label($1))
    }
  }

  /// The title of each model: its sparsity if sparsities differ, otherwise its instance.
  public var titles: [String] {
    InstanceTitles.of(models.map(\.features), instances: models.map(\.instance))
  }
}

/// Titles that distinguish the instances of a run.
enum InstanceTitles {
  /// The sparsity of each instance if sparsities differ, otherwise its number in the run.
  static func of(_ features: [any FeatureSampler], instances: [Int]) -> [String] {
    let sparsities = features.map { $0.samplingMethod.commonSparsity }
    let differ = Set(sparsities).count > 1 && !sparsities.contains(nil)
    return zip(instances, sparsities).map { instance, sparsity in
      guard differ, let sparsity else { return "instance \(instance)" }
      return "S = \(NumberText.brief(sparsity))"
    }
  }
}
