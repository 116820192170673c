internal import SuperposeDisplay

/// Points at rest on a sphere: an embedding, so everything of geometry can be asked of it.
public struct ThomsonSolution: Embedding, Hashable {
  public let problem: ThomsonProblem
  /// Σ over pairs.
  public let energy: Double
  /// How many of the starts came to this energy: few of many means that a better one may be missed.
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

  /// How far the directions of an embedding's features are from these points: the root mean square
  /// distance of a feature from its point after the best turn, reflection and exchange. 0 is
  /// congruent; multiply by 57.3 for degrees while it is small.
  ///
  ///     let block = try model.tegumDecomposition().factors[0]
  ///     try ThomsonProblem(points: 5, dimensions: 2).solved().distance(from: block)
  ///
  /// Throws `ToyLibError` when the embedding has not as many features and dimensions as the problem,
  /// or a feature has no direction.
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
