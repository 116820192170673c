internal import SuperposeDisplay
internal import SuperposePlot
public import ToyLib

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
    let sparsities = features.map { $0.samplingMethod.commonSparsity }
    let differ = Set(sparsities).count > 1 && !sparsities.contains(nil)
    return zip(instances, sparsities).map { instance, sparsity in
      guard differ, let sparsity else { return "instance \(instance)" }
      return "S = \(NumberText.brief(sparsity))"
    }
  }
}
