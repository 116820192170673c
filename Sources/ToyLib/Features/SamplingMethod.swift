/// How training draws the samples of a ``FeatureSampler``.
public enum SamplingMethod: Sendable, Hashable {
  /// By the sampler's own `sample(into:using:)`, sample by sample. `density` is the share of features
  /// that are present in a sample, on average; training chooses its inner loops by it.
  case oneByOne(density: Double = 1)
  /// Each feature is zero with its own probability; the others have values of `magnitude`.
  case independent(sparsities: [Double], magnitude: Magnitude)
  /// Groups of features that appear together or never together, one group after the other.
  case groups([FeatureGroups.Group], magnitude: Magnitude)
  /// A finite data set, shape [samples, features]. Every step trains on all of it.
  case fixed(Matrix)
}

extension SamplingMethod {
  /// Throws unless this is a method for samples of `count` features.
  func validate(count: Int) throws(ToyLibError) {
    switch self {
    case .oneByOne(let density):
      try require(density >= 0 && density <= 1, "density", density, "between 0 and 1")
    case .independent(let sparsities, let magnitude):
      try magnitude.validate()
      try check(sparsities.count, count, "sparsities of the sampling method")
      for (i, sparsity) in sparsities.enumerated() {
        try require(
          sparsity >= 0 && sparsity <= 1, "sparsity of feature \(i)", sparsity, "between 0 and 1")
      }
    case .groups(let groups, let magnitude):
      try magnitude.validate()
      for (i, group) in groups.enumerated() { try group.validate(number: i) }
      try check(groups.reduce(0) { $0 + $1.count }, count, "features of the sampling method's groups")
    case .fixed(let samples):
      try require(samples.rows >= 1, "samples", samples.rows, "at least 1")
      try check(samples.columns, count, "columns of the sampling method's samples")
    }
  }

  private func check(_ found: Int, _ count: Int, _ what: String) throws(ToyLibError) {
    guard found == count else {
      throw .mismatch(what: what, expected: "the sampler's \(count)", found: "\(found)")
    }
  }

  /// The share of the `count` features that are present in a sample, on average; 1 where it is not
  /// known.
  func density(count: Int) -> Double {
    switch self {
    case .oneByOne(let density): density
    case .independent(let sparsities, _): sparsities.reduce(0) { $0 + (1 - $1) } / Double(count)
    case .groups(let groups, _): groups.reduce(0) { $0 + $1.present } / Double(count)
    case .fixed: 1
    }
  }

  /// How probable a sample of zeros is; 0 where it is not known.
  var zeroProbability: Double {
    switch self {
    case .oneByOne, .fixed: 0
    case .independent(let sparsities, _): sparsities.reduce(1, *)
    case .groups(let groups, _): groups.reduce(1) { $0 * $1.sparsity }
    }
  }

  /// The sparsity of independent features that all have the same; else `nil`.
  package var commonSparsity: Double? {
    guard case .independent(let sparsities, _) = self, let first = sparsities.first,
      sparsities.allSatisfy({ $0 == first })
    else { return nil }
    return first
  }
}

extension FeatureGroups.Group {
  /// How many of its features are present, on average.
  fileprivate var present: Double {
    (1 - sparsity) * (kind == .correlated ? Double(count) : 1)
  }
}
