import Foundation
import Testing
import ToyLib

/// Embeddings that tests measure.
enum Shapes {
  /// A rotation or reflection of `dimensions` dimensions, the same for the same seed.
  static func orthogonal(_ dimensions: Int, seed: UInt64) throws -> Matrix {
    var random = RandomSource(seed: seed)
    let noise = Matrix(rows: dimensions, columns: dimensions) { _, _ in random.normal() }
    let svd = try noise.singularValueDecomposition
    return svd.left.transposed.times(svd.right)
  }

  /// The rows of `parts` in mutually orthogonal subspaces.
  static func tegumProduct(_ parts: [Matrix]) -> Matrix {
    let dimensions = parts.reduce(0) { $0 + $1.columns }
    var rows: [[Float]] = []
    var first = 0
    for part in parts {
      for i in 0..<part.rows {
        var row = [Float](repeating: 0, count: dimensions)
        row.replaceSubrange(first..<first + part.columns, with: part[row: i])
        rows.append(row)
      }
      first += part.columns
    }
    return Matrix(rows)
  }

  static func shuffled(_ matrix: Matrix, seed: UInt64) -> Matrix {
    var random = RandomSource(seed: seed)
    return Matrix((0..<matrix.rows).shuffled(using: &random).map { matrix[row: $0] })
  }
}

@Suite struct GeometryTests {
  static let polytopes: [(NamedPolytope, Double)] = [
    (.dedicated, 1), (.digon, 0.5), (.triangle, 2.0 / 3), (.tetrahedron, 0.75), (.pentagon, 0.4),
    (.squareAntiprism, 0.375), (.hexagon, 1.0 / 3), (.polygon(7), 2.0 / 7), (.simplex(5), 0.8),
    (.simplex(6), 5.0 / 6), (.icosahedron, 0.25), (.dodecahedron, 0.15),
  ]

  @Test(arguments: polytopes)
  func `a polytope has its fraction and is recognised however it is turned`(
    polytope: NamedPolytope, fraction: Double
  ) throws {
    #expect(polytope.fraction.value == fraction)
    let d = polytope.dimensions
    let turned = polytope.vertices.times(try Shapes.orthogonal(d, seed: 3))
    let w = Shapes.shuffled(turned, seed: 5)
    #expect(w.featureDimensionality.allSatisfy { abs(Double($0) - fraction) < 1e-6 })
    let whole = try w.tegumDecomposition()
    #expect(whole.name == polytope.name)
    #expect(whole.factors.count == 1 && whole.dimensions == d)
    let match = try #require(whole.factors[0].match)
    #expect(match.deviation < 1e-5)
    #expect(abs(whole.factors[0].tightness - 1) < 1e-6)
    // The features stand at the vertices that the match says.
    for (i, a) in match.features.enumerated() {
      for (j, b) in match.features.enumerated() {
        #expect(abs(w.gram[a, b] - polytope.vertices.gram[i, j]) < 1e-5)
      }
    }
  }

  static let products: [([NamedPolytope], String, String)] = [
    ([.digon, .digon, .digon], "3 × digon", "octahedron"),
    ([.digon, .triangle], "triangle ⊕ digon", "triangular bipyramid"),
    ([.pentagon, .digon], "pentagon ⊕ digon", "pentagonal bipyramid"),
    ([.digon, .digon], "2 × digon", "square"),
  ]

  @Test(arguments: products)
  func `a tegum product comes apart`(
    parts: [NamedPolytope], name: String, solid: String
  ) throws {
    let whole = Shapes.tegumProduct(parts.map(\.vertices))
    let w = Shapes.shuffled(whole.times(try Shapes.orthogonal(whole.columns, seed: 8)), seed: 2)
    let found = try w.tegumDecomposition()
    #expect(found.name == name && found.solid == solid)
    #expect(found.dimensions == found.hidden)
    #expect(abs(try #require(found.blockSemiOrthogonality) - 1) < 1e-6)
    for factor in found.factors {
      #expect(abs(factor.meanDimensionality - factor.fraction.value) < 1e-6)
    }
  }

  /// 8t² + 4(1 − t)² with t = height² is what a feature meets; least at t = 1/3.
  @Test(arguments: [(0.522, 0.36886), (0.560, 0.3744), (0.577_350_269, 0.375)])
  func `a flatter antiprism has less than 3/8`(height: Double, dimensionality: Double) throws {
    let radius = (1 - height * height).squareRoot()
    let antiprism = Matrix(rows: 8, columns: 3) { i, k in
      let angle = Double.pi / 4 * Double(i)
      return Float([radius * cos(angle), radius * sin(angle), i % 2 == 0 ? height : -height][k])
    }
    #expect(antiprism.featureDimensionality.allSatisfy { abs(Double($0) - dimensionality) < 1e-4 })
    #expect(try antiprism.tegumDecomposition(tolerance: 0.15).name == "square antiprism")
    let strict = try antiprism.tegumDecomposition(tolerance: 0.05).factors[0]
    #expect((strict.match == nil) == (height < 0.55))
  }

  @Test func `a perturbed pentagon is a pentagon, and five features in a fan are not`() throws {
    func fan(_ degrees: [Double]) -> Matrix {
      Matrix(degrees.map { [Float(cos($0 * .pi / 180)), Float(sin($0 * .pi / 180))] })
    }
    #expect(try fan([0, 70, 144, 218, 288]).tegumDecomposition().name == "pentagon")
    let other = try fan([0, 40, 80, 120, 160]).tegumDecomposition()
    #expect(other.name == "5 features in 2 dimensions")
    #expect(other.factors[0].match == nil)
  }

  /// Three pairs, each leaning 0.2 towards the next: no two factors are quite orthogonal.
  @Test func `factors that lean on each other a little are still factors`() throws {
    let leaning: Matrix = [
      [1, 0.2, 0], [-1, 0, 0], [0, 1, 0.2], [0, -1, 0], [0.2, 0, 1], [0, 0, -1],
    ]
    #expect(leaning.featureGraph().groups.count == 1)
    #expect(try leaning.tegumDecomposition().solid == "octahedron")
  }

  @Test func `features of no length belong to no factor`() throws {
    let found = try ([[1, 0], [-1, 0], [0, 0.01], [0, 0]] as Matrix).tegumDecomposition()
    #expect(found.name == "digon" && found.unrepresented == [2, 3])
    #expect(found.dimensions == 1 && found.hidden == 2)
    #expect(try Matrix(rows: 3, columns: 2).tegumDecomposition().name == "nothing")
    #expect(throws: ToyLibError.self) { try ([[.nan, 1]] as Matrix).tegumDecomposition() }
  }

  @Test func `dimensionalities are counted at their fractions`() {
    let w = Shapes.tegumProduct([
      NamedPolytope.pentagon.vertices, NamedPolytope.digon.vertices, [[1], [0]],
      NamedPolytope.hexagon.vertices,
    ])
    let census = w.dimensionalityCensus()
    #expect(census[Fraction(2, 5)]?.features == [0, 1, 2, 3, 4])
    #expect(census[Fraction(2, 4)]?.features == [5, 6])
    #expect(census[Fraction(1, 1)]?.features == [7] && census[Fraction(0, 1)]?.features == [8])
    #expect(census.unmatched == [9, 10, 11, 12, 13, 14])
    #expect(census.clusters.allSatisfy { $0.deviation < 1e-6 })
    let wider = w.dimensionalityCensus(fractions: [(Fraction(2, 6), "hexagon")])
    #expect(wider.clusters[0].features.count == 6)
  }

  @Test func `the graph joins what is not orthogonal`() {
    let w: Matrix = [[2, 0, 0], [0, 1, 0], [-1, 0.0, 0], [0, 1, 1], [0, 0, 0.1]]
    let graph = w.featureGraph()
    #expect(graph.nodes.map(\.feature) == [0, 1, 2, 3])
    #expect(graph.edges.map { [$0.from, $0.to] } == [[0, 2], [1, 3]])
    #expect(graph.edges[0].product == -2 && graph.edges[0].cosine == -1)
    #expect(graph.groups == [[0, 2], [1, 3]])
  }
}
