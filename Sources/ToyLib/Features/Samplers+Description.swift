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

extension CopulaFeatures: CustomStringConvertible {
  /// `5 features, p = 0.4, correlations −0.1 to 0.4, uniform in [0, 1]`.
  public var description: String {
    let words =
      switch correlation {
      case .matrix(let matrix):
        "correlations \(rangeText((0..<count).flatMap { i in (0..<i).map { Double(matrix[i, $0]) } }))"
      case .factors(let factors):
        "correlations of \(factors.columns) factor\(factors.columns == 1 ? "" : "s")"
      }
    return "\(featureCount(count)), p = \(rangeText(densities)), \(words), \(magnitude.words)"
  }
}

extension FeatureTrees: CustomStringConvertible {
  /// `20 features in 11 trees, 1.23 present on average, always 1`.
  public var description: String {
    let present = NumberText.brief(densities.reduce(0, +), digits: 3)
    return "\(featureCount(count)) in \(trees.count) tree\(trees.count == 1 ? "" : "s"), "
      + "\(present) present on average, \(magnitude.words)"
  }
}

extension CausalFeatures: CustomStringConvertible {
  /// `100 features with 198 edges, p = 0.02 without parents, uniform in [0, 1]`.
  public var description: String {
    let edges = parents.reduce(0) { $0 + $1.count }
    return "\(featureCount(count)) with \(edges) edge\(edges == 1 ? "" : "s"), p = \(rangeText(base)) without parents, "
      + "\(magnitude.words)"
  }
}

extension CopulaTrees: CustomStringConvertible {
  /// `5 features, p = 0.4, correlations 0.1, uniform in [0, 1], 2 of them with a parent`.
  public var description: String {
    "\(copula), \(parents.count { $0 != nil }) of them with a parent"
  }
}

extension Magnitude {
  /// The distribution in words.
  var words: String {
    switch self {
    case .uniform: "uniform in [0, 1]"
    case .signedUniform: "uniform in [−1, 1]"
    case .between(let lower, let upper): "uniform in [\(shortText(lower)), \(shortText(upper))]"
    case .normal: "standard normal"
    case .halfNormal: "magnitude of a standard normal"
    case .clippedNormal(let mean, let deviation):
      "normal with mean \(shortText(mean)) and deviation \(shortText(deviation)), clipped at 0"
    case .one: "always 1"
    case .constant(let value): "always \(shortText(value))"
    }
  }
}

private func featureCount(_ count: Int) -> String { "\(count) feature\(count == 1 ? "" : "s")" }

private func shortText(_ value: Float) -> String { shortText(Double(value)) }

private func shortText(_ value: Double) -> String { NumberText.brief(value, digits: 6) }

/// One number, or the smallest and the largest.
private func rangeText(_ values: [Double]) -> String {
  guard let low = values.min(), let high = values.max() else { return "none" }
  return low == high ? shortText(low) : "\(shortText(low)) to \(shortText(high))"
}
