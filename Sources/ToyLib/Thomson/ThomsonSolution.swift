internal import SuperposeDisplay

/// Points at rest on a sphere: an embedding, so everything of geometry can be asked of it.
public struct ThomsonSolution: Embedding, Hashable {
  public let problem: ThomsonProblem
  /// Σ over pairs.
  public let energy: Double
  /// The number of starts that reached this energy. If it is small, a better solution may have been
  /// missed.
  public let hits: Int
  public let starts: Int
  /// The points, shape [points, dimensions], each of length 1.
  public var weights: Matrix { points.single }
  let points: DoubleMatrix

  init(
    problem: ThomsonProblem, energy: Double, points: DoubleMatrix, hits: Int, starts: Int
  ) {
    self.problem = problem
    self.energy = energy
    self.points = points
    self.hits = hits
    self.starts = starts
  }

  /// The root mean square distance of the directions of an embedding's features from these points,
  /// after the best rotation, reflection and permutation. 0 means congruent; for small distances,
  /// multiply by 57.3 to get degrees.
  ///
  ///     let block = try model.tegumDecomposition().factors[0]
  ///     try ThomsonProblem(points: 5, dimensions: 2).solved().distance(from: block)
  ///
  /// Throws `ToyLibError` if the numbers of features and dimensions differ from the problem's, or a
  /// feature has no direction.
  public func distance(from embedding: some Embedding) throws -> Double {
    let rows = DoubleMatrix(embedding.weights)
    let norms = rows.rowNorms
    for (feature, norm) in norms.enumerated() {
      try require(
        norm > 0, "the length of feature \(feature)", norm, "above 0, so that the feature has a direction")
    }
    let unit = DoubleMatrix(rows: rows.rows, columns: rows.columns) { rows[$0, $1] / norms[$0] }
    let alignment = try unit.single.aligned(to: weights, exchanging: .all)
    return alignment.distance / Double(max(1, rows.rows)).squareRoot()
  }
}

extension ThomsonSolution: CustomStringConvertible {
  public var description: String {
    "\(problem.points) points in \(problem.dimensions) dimensions, \(problem.energy.rawValue) energy "
      + "\(NumberText.decimal(energy, digits: 9)), found from \(hits) of \(starts) starts"
  }
}
