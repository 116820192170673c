/// The theoretical phase diagram of an extra feature: at each relative importance and density, the
/// fixed solution with the lowest loss.
///
/// Source: Elhage et al. (2022), "Superposition as a Phase Change"; formulas of the authors' notebook
/// "Exploring Exact Toy Models".
public struct PhaseTheory: Sendable, Hashable {
  /// n, with n − 1 hidden dimensions: 2 or 3.
  public let features: Int

  /// - Throws: `ToyLibError` unless there are 2 or 3 features.
  public init(features: Int) throws(ToyLibError) {
    try require(features == 2 || features == 3, "features", features, "2 or 3")
    self.features = features
  }

  /// The solutions that are compared. As in the paper, they do not include three features sharing
  /// two dimensions.
  public var solutions: [FixedSolution] {
    FixedSolution.allCases.filter { features > 2 || $0 != .othersShare }
  }

  /// The solution with the lowest loss; the first of ``solutions`` if several are equal.
  public func best(importance: Double, density: Double) -> FixedSolution {
    var best = solutions[0]
    for other in solutions.dropFirst()
    where other.loss(importance: importance, density: density)
      < best.loss(importance: importance, density: density)
    { best = other }
    return best
  }

  /// The loss of the best solution, summed over features.
  public func leastLoss(importance: Double, density: Double) -> Double {
    best(importance: importance, density: density).loss(importance: importance, density: density)
  }

  /// The density below which an antipodal pair is part of the best solution, where the extra
  /// feature has importance r.
  ///
  /// 4r/(2 + 5r) for r ≤ 1. Above 1 it is 4/(5 + 2r) for two features, whose extra one shares, and
  /// 4/7 for three, where the other two share. All meet at r = 1 and 4/7.
  public func criticalDensity(importance r: Double) -> Double {
    if r <= 1 { return 4 * r / (2 + 5 * r) }
    return features == 2 ? 4 / (5 + 2 * r) : 4.0 / 7
  }

  /// The best solution at the centre of each of resolution × resolution cells, evenly spaced on
  /// logarithmic axes: shape [densities, importances], the lowest density first.
  public func map(
    resolution: Int, importance: ClosedRange<Double> = 0.1...10,
    density: ClosedRange<Double> = 0.01...1
  ) -> [[FixedSolution]] {
    LogarithmicGrid.centers(density, count: resolution).map { p in
      LogarithmicGrid.centers(importance, count: resolution).map { r in
        best(importance: r, density: p)
      }
    }
  }
}
