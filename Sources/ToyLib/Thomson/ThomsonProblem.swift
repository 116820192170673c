/// Thomson's problem: the arrangement of mutually repelling points on a sphere with the lowest
/// energy.
///
///     try ThomsonProblem(points: 8).solved().energy                       // 19.6753, an antiprism
///     try ThomsonProblem(points: 5, dimensions: 2, energy: .interference).solved()
///
/// With features of length 1 and no bias, the sparse ReLU output model minimises the generalised
/// problem with `PairEnergy.interference`.
/// Source: Elhage et al. (2022), "Mathematical understanding" and "Geometry".
public struct ThomsonProblem: Sendable, Hashable, Codable {
  public var points: Int
  /// The dimensions of the space; the points lie on the unit sphere.
  public var dimensions: Int
  public var energy: PairEnergy

  public init(points: Int, dimensions: Int = 3, energy: PairEnergy = .coulomb) {
    self.points = points
    self.dimensions = dimensions
    self.energy = energy
  }

  /// The arrangement with the lowest energy found from `starts` random ones. Equal seeds give equal
  /// results.
  ///
  /// A local search from each start; the result is not proved to be the global minimum. Ten points
  /// need a few starts, fifty need hundreds. Throws `ToyLibError` when a number is below 1 and
  /// `CancellationError` when `Cancellation` is requested.
  public func solved(starts: Int = 24, seed: UInt64 = 0) throws -> ThomsonSolution {
    try require(points >= 1, "points", points, "at least 1")
    try require(dimensions >= 1, "dimensions", dimensions, "at least 1")
    try require(starts >= 1, "starts", starts, "at least 1")
    var found: [(energy: Double, points: DoubleMatrix)] = []
    for start in 0..<starts {
      if Cancellation.isRequested { throw CancellationError() }
      found.append(SphereDescent(self).rest(from: scattered(seed: seed, start: start)))
    }
    let best = found.min { $0.energy < $1.energy } ?? found[0]
    let close = 1e-6 * max(1, abs(best.energy))
    return ThomsonSolution(
      problem: self, energy: best.energy, points: best.points,
      hits: found.count { $0.energy - best.energy < close }, starts: starts)
  }

  private func scattered(seed: UInt64, start: Int) -> DoubleMatrix {
    var random = RandomSource(
      key: RandomKey(seed: seed, instance: start), purpose: .samples, sample: points)
    return DoubleMatrix(rows: points, columns: dimensions) { _, _ in Double(random.normal()) }
  }
}
