/// A hand-made solution for n features, one of them extra, in n − 1 dimensions, with an exactly
/// known loss.
///
/// The extra feature is the last one and has importance r; all others have importance 1. Each
/// feature is present with probability p and then uniform in [0, 1].
/// Source: the authors' notebook of theoretical phase diagrams ("Exploring Exact Toy Models"), and
/// Elhage et al. (2022), "Superposition as a Phase Change".
public enum FixedSolution: String, Sendable, Hashable, CaseIterable {
  /// Each of the others has a dimension; the extra one is predicted by its mean.
  case extraIgnored = "extra not represented"
  /// The extra feature has the dimension of one of the others, which is predicted by its mean.
  case otherIgnored = "another not represented"
  /// The extra feature and one of the others are an antipodal pair.
  case extraShares = "extra in an antipodal pair"
  /// Two of the others are an antipodal pair, the extra one has a dimension. Only for n ≥ 3.
  case othersShare = "two others in an antipodal pair"

  /// The phase of the extra feature.
  public var phase: Phase {
    switch self {
    case .extraIgnored: .notRepresented
    case .otherIgnored, .othersShare: .dedicated
    case .extraShares: .superposed
    }
  }

  /// The expected loss, summed over features, for relative importance r and density p.
  ///
  /// The loss of a feature that is predicted by its mean is its variance, p/3 − p²/4. An antipodal
  /// pair is wrong only if both are present: then both errors equal the smaller value.
  public func loss(importance r: Double, density p: Double) -> Double {
    let variance = p / 3 - p * p / 4
    return switch self {
    case .extraIgnored: r * variance
    case .otherIgnored: variance
    case .extraShares: (1 + r) * p * p / 6
    case .othersShare: p * p / 3
    }
  }

  /// The network itself, with `features` − 1 hidden dimensions.
  ///
  /// - Throws: `ToyLibError` for fewer than 2 features, or fewer than 3 where two others share.
  public func network(features n: Int, importance r: Double, density p: Double) throws -> Network {
    let least = self == .othersShare ? 3 : 2
    try require(n >= least, "features", n, "at least \(least) for \(rawValue)")
    var weights = Matrix(rows: n, columns: n - 1)
    var bias = [Float](repeating: 0, count: n)
    let ignored = self == .extraIgnored ? n - 1 : self == .otherIgnored ? 0 : nil
    let sharing = self == .extraShares ? n - 2 : self == .othersShare ? 0 : nil
    var dimension = 0
    for feature in 0..<n where feature != ignored {
      weights[feature, dimension] = sharing.map { feature == $0 + 1 } == true ? -1 : 1
      if feature != sharing { dimension += 1 }
    }
    if let ignored { bias[ignored] = Float(p / 2) }
    let importance = Importance.custom(Array(repeating: 1, count: n - 1) + [r])
    return try ReLUOutputModel(hidden: n - 1, importance: importance)
      .network(weights: weights, bias: bias)
  }
}
