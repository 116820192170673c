import Testing
import ToyLib

@Suite struct ThomsonTests {
  /// The published minima of Coulomb's energy on the 2-sphere.
  /// Source: https://en.wikipedia.org/wiki/Thomson_problem
  static let minima: [(Int, Double)] = [
    (1, 0), (2, 0.5), (3, 1.732050808), (4, 3.674234614), (5, 6.474691495), (6, 9.985281374),
    (7, 14.452977414), (8, 19.675287861), (9, 25.759986531), (10, 32.716949460),
    (11, 40.596450510), (12, 49.165253058), (20, 150.881568334), (24, 223.347074052),
  ]

  @Test(arguments: minima)
  func `electrons rest at the known energies`(count: Int, energy: Double) throws {
    let solution = try ThomsonProblem(points: count).solved(seed: 1)
    #expect(abs(solution.energy - energy) < 1e-8)
    #expect(solution.norms.allSatisfy { abs($0 - 1) < 1e-6 })
  }

  @Test func `their arrangements are the known ones`() throws {
    func shape(_ count: Int) throws -> TegumDecomposition {
      try ThomsonProblem(points: count).solved().tegumDecomposition()
    }
    #expect(try shape(4).name == "tetrahedron")
    #expect(try shape(5).solid == "triangular bipyramid")
    #expect(try shape(6).solid == "octahedron")
    #expect(try shape(7).solid == "pentagonal bipyramid")
    #expect(try shape(8).name == "square antiprism")
    #expect(try shape(12).name == "icosahedron")
    let antiprism = try ThomsonProblem(points: 8).solved()
    #expect(antiprism.featureDimensionality.allSatisfy { abs($0 - 0.3744) < 1e-4 })
    let simplex = try ThomsonProblem(points: 6, dimensions: 5).solved().tegumDecomposition()
    #expect(simplex.name == "5-simplex")
  }

  /// On a circle they spread evenly; the energy is a sum over chords.
  @Test(arguments: [3, 5, 7])
  func `on a circle they form a regular polygon`(count: Int) throws {
    let solution = try ThomsonProblem(points: count, dimensions: 2).solved()
    #expect(try solution.kGon().isRegular(within: 0.001))
    #expect(try solution.distance(from: NamedPolytope.polygon(count).vertices) < 1e-5)
  }

  /// Negative interference is free: 2d points cost nothing, and one more must cost.
  @Test func `the generalised problem lets opposites be`() throws {
    #expect(
      try ThomsonProblem(points: 6, dimensions: 3, energy: .interference).solved().energy < 1e-12)
    #expect(
      try ThomsonProblem(points: 7, dimensions: 3, energy: .interference).solved().energy > 0.05)
  }

  /// Σ_{i<j} c² ≥ k (k − d)/(2d), with equality for tight frames (Benedetto and Fickus 2003).
  @Test func `the linear energy is least for tight frames`() throws {
    let solution = try ThomsonProblem(points: 7, dimensions: 3, energy: .linearInterference)
      .solved()
    #expect(abs(solution.energy - 7.0 * 4 / 6) < 1e-9)
    #expect(solution.featureDimensionality.allSatisfy { abs($0 - 3.0 / 7) < 1e-5 })
  }

  @Test func `the same seed comes to the same points`() throws {
    let problem = ThomsonProblem(points: 9)
    #expect(try problem.solved(starts: 4, seed: 3) == problem.solved(starts: 4, seed: 3))
  }

  @Test func `what makes no sense is refused`() throws {
    #expect(throws: ToyLibError.self) { try ThomsonProblem(points: 0).solved() }
    #expect(throws: ToyLibError.self) { try ThomsonProblem(points: 2, dimensions: 0).solved() }
    #expect(throws: ToyLibError.self) { try ThomsonProblem(points: 2).solved(starts: 0) }
    let pair = try ThomsonProblem(points: 2).solved()
    #expect(throws: ToyLibError.self) { try pair.distance(from: Matrix(rows: 2, columns: 3)) }
    #expect(throws: ToyLibError.self) { try pair.distance(from: Matrix.identity(2)) }
  }
}
