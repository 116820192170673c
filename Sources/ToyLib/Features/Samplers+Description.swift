internal import SuperposeDisplay

// Samplers describe themselves in a line: how many features, how often they are present, how large.

extension SparseFeatures: CustomStringConvertible {
  /// `5 features, S = 0.9, uniform in [0, 1]`.
  public var description: String {
    "\(featureCount(count)), S = \(rangeText(sparsities)), \(magnitude.words)"
  }
}

extension FeatureGroups: CustomStringConvertible {
  /// `2 correlated sets of 2 features, S = 0.9, uniform in [0, 1]`.
  public var description: String {
    var runs: [(group: Group, count: Int)] = []
    for group in groups {
      if runs.last?.group == group { runs[runs.count - 1].count += 1 } else { runs.append((group, 1)) }
    }
    let parts = runs.map { run in
      "\(run.count) \(run.group.kind) set\(run.count == 1 ? "" : "s") of \(featureCount(run.group.count)), "
        + "S = \(shortText(run.group.sparsity))"
    }
    return parts.joined(separator: "; ") + ", \(magnitude.words)"
  }
}

extension ExactlyActiveFeatures: CustomStringConvertible {
  /// `20 features, exactly 3 present, uniform in [0, 1]`.
  public var description: String {
    "\(featureCount(count)), exactly \(active) present, \(magnitude.words)"
  }
}

extension OneHotFeatures: CustomStringConvertible {
  /// `5 features, exactly 1 present, uniform in [0, 1]`.
  public var description: String { "\(featureCount(count)), exactly 1 present, \(magnitude.words)" }
}

extension FixedFeatures: CustomStringConvertible {
  /// `a fixed data set of 10 samples of 1000 features`.
  public var description: String {
    "a fixed data set of \(samples.rows) sample\(samples.rows == 1 ? "" : "s") of \(featureCount(count))"
  }
}

extension Magnitude {
  /// The distribution in words.
  var words: String {
    switch self {
    case .uniform: "uniform in [0, 1]"
    case .signedUniform: "uniform in [−1, 1]"
    case .normal: "standard normal"
    case .halfNormal: "magnitude of a standard normal"
    case .one: "always 1"
    }
  }
}

private func featureCount(_ count: Int) -> String { "\(count) feature\(count == 1 ? "" : "s")" }

private func shortText(_ value: Double) -> String { NumberText.brief(value, digits: 6) }

/// One number, or the smallest and the largest.
private func rangeText(_ values: [Double]) -> String {
  guard let low = values.min(), let high = values.max() else { return "none" }
  return low == high ? shortText(low) : "\(shortText(low)) to \(shortText(high))"
}
