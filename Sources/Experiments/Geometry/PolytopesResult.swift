public import ToyLib

/// The paper's products, its two matrices, and trained models.
public struct PolytopesResult: ExperimentResult {
  /// Polytopes in orthogonal subspaces.
  public struct Product: Sendable {
    public let name: String
    public let parts: [NamedPolytope]
    /// The vertices, shape [features, dimensions]: each part in separate dimensions.
    public let vertices: Matrix
    /// Its decomposition.
    public let decomposition: TegumDecomposition

    init(_ name: String, _ parts: [NamedPolytope]) throws {
      self.name = name
      self.parts = parts
      let size = (parts.reduce(0) { $0 + $1.features }, parts.reduce(0) { $0 + $1.dimensions })
      var vertices = Matrix(rows: size.0, columns: size.1)
      var (row, column) = (0, 0)
      for part in parts {
        for i in 0..<part.features {
          for k in 0..<part.dimensions { vertices[row + i, column + k] = part.vertices[i, k] }
        }
        row += part.features
        column += part.dimensions
      }
      self.vertices = vertices
      decomposition = try vertices.tegumDecomposition()
    }
  }

  /// A matrix of columns W_i, and vectors that all of its rows are orthogonal to.
  public struct LowRank: Sendable {
    public let name: String
    public let weights: Matrix
    public let orthogonal: [[Double]]

    /// ‖WᵀW v‖ of the vectors, the largest.
    public var defect: Double {
      let gram = weights.gram
      return orthogonal.map { v in
        (0..<gram.rows).reduce(0.0) { sum, i in
          let product = v.indices.reduce(0.0) { $0 + Double(gram[i, $1]) * v[$1] }
          return sum + product * product
        }.squareRoot()
      }.max() ?? 0
    }
  }

  public let experiment: Polytopes
  public let products: [Product]
  public let matrices: [LowRank]
  public let runs: [TrainedModels]
  /// Of the best model of each run.
  public let decompositions: [TegumDecomposition]

  public var compared: [ComparedModel] {
    zip(experiment.features, runs).map { ComparedModel("n = \($0)", $1.best) }
  }

  init(experiment: Polytopes, runs: [TrainedModels]) throws {
    self.experiment = experiment
    self.runs = runs
    decompositions = try runs.map { try $0.best.tegumDecomposition() }
    products = [
      try Product("triangular bipyramid", [.triangle, .digon]),
      try Product("pentagonal bipyramid", [.pentagon, .digon]),
      try Product("octahedron", [.digon, .digon, .digon]),
    ]
    matrices = [
      LowRank(
        name: "triangle", weights: NamedPolytope.triangle.vertices, orthogonal: [[1, 1, 1]]),
      LowRank(
        name: "square", weights: [[1, 0], [0, 1], [-1, 0], [0, -1]],
        orthogonal: [[1, 0, 1, 0], [0, 1, 0, 1]]),
    ]
  }
}

extension TegumDecomposition {
  /// `3 features at 2/3, 2 at 1/2`.
  var sharesInWords: String {
    var counts: [(fraction: String, count: Int)] = []
    for factor in factors {
      let fraction = "\(factor.fraction)"
      if let index = counts.firstIndex(where: { $0.fraction == fraction }) {
        counts[index].count += factor.features.count
      } else {
        counts.append((fraction, factor.features.count))
      }
    }
    return counts.map { "\($0.count) at D = \($0.fraction)" }.joined(separator: ", ")
  }
}
