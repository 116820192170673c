internal import Foundation

/// A polytope of the paper: k unit vectors in d dimensions that share them equally, so that each
/// has the feature dimensionality d / k exactly.
///
/// Only polytopes that are not a tegum product of smaller ones: an octahedron is three digons, a
/// square is two (see `TegumDecomposition`). All vertices are equivalent by symmetry. Source:
/// Elhage et al. (2022), "The Geometry of Superposition"; the lengths of the others from the
/// Colab's guide lines.
public struct NamedPolytope: Sendable, Hashable {
  public let name: String
  let directions: DoubleMatrix

  /// k: the number of features.
  public var features: Int { directions.rows }
  /// d: the number of dimensions that they span.
  public var dimensions: Int { directions.columns }
  /// The unit vectors, shape [features, dimensions].
  public var vertices: Matrix { directions.single }
  /// d / k: the dimensionality of each feature.
  public var fraction: Fraction { Fraction(dimensions, features) }
  /// The cosines between all vertices.
  var cosines: DoubleMatrix { directions.gram }

  private init(_ name: String, _ rows: [[Double]]) {
    self.name = name
    let unit = rows.map { row in row.map { $0 / length(row) } }
    directions = DoubleMatrix(rows: unit, columns: rows[0].count)
  }
}

extension NamedPolytope {
  /// One feature with a dedicated dimension.
  public static let dedicated = NamedPolytope("dedicated dimension", [[1]])
  /// An antipodal pair: 1/2.
  public static let digon = NamedPolytope("digon", [[1], [-1]])
  /// 2/3.
  public static let triangle = polygon(3)
  /// 3/4.
  public static let tetrahedron = simplex(4)
  /// 2/5.
  public static let pentagon = polygon(5)
  /// 1/3.
  public static let hexagon = polygon(6)
  /// 3/8, in its isotropic form: two squares at heights ±1/√3, one turned by 45°. (The one of least
  /// Coulomb energy is a little flatter, ±0.560, and its features have 0.3744.)
  public static let squareAntiprism = NamedPolytope(
    "square antiprism",
    (0..<8).map { i in
      let angle = Double.pi / 4 * Double(i)
      let radius = (2.0 / 3).squareRoot()
      return [
        radius * cos(angle), radius * sin(angle),
        (i % 2 == 0 ? 1 : -1) / 3.0.squareRoot(),
      ]
    })
  /// 1/4.
  public static let icosahedron = NamedPolytope(
    "icosahedron",
    signs(2).flatMap { s in
      let (a, b) = (s[0], s[1] * golden)
      return [[0, a, b], [a, b, 0], [b, 0, a]]
    })
  /// 3/20.
  public static let dodecahedron = NamedPolytope(
    "dodecahedron",
    signs(3)
      + signs(2).flatMap { s in
        let (a, b) = (s[0] / golden, s[1] * golden)
        return [[0, a, b], [a, b, 0], [b, 0, a]]
      })

  /// A regular polygon of `k` ≥ 3 vertices: 2/k. A square is two digons, so do not use it here.
  public static func polygon(_ k: Int) -> NamedPolytope {
    precondition(k >= 3, "a polygon has at least 3 vertices, not \(k)")
    let rows = (0..<k).map { i in
      let angle = 2 * Double.pi * Double(i) / Double(k)
      return [cos(angle), sin(angle)]
    }
    return NamedPolytope(polygonNames[k] ?? "\(k)-gon", rows)
  }

  /// A regular simplex of `k` ≥ 2 vertices: (k − 1)/k.
  public static func simplex(_ k: Int) -> NamedPolytope {
    precondition(k >= 2, "a simplex has at least 2 vertices, not \(k)")
    // Each new vertex is above the centre of the earlier ones.
    var rows: [[Double]] = [[]]
    for d in 1..<k {
      let height = 1 / Double(d)
      let shrunk = (1 - height * height).squareRoot()
      rows = rows.map { $0.map { $0 * shrunk } + [-height] }
      rows.append(Array(repeating: 0, count: d - 1) + [1])
    }
    let names = [2: "digon", 3: "triangle", 4: "tetrahedron"]
    return NamedPolytope(names[k] ?? "\(k - 1)-simplex", rows)
  }

  /// The polytopes that the paper found, from a dedicated dimension downwards.
  public static let paper = [
    dedicated, tetrahedron, triangle, digon, pentagon, squareAntiprism,
  ]

  /// The polytopes of `k` vertices in `d` dimensions.
  static func candidates(features k: Int, dimensions d: Int) -> [NamedPolytope] {
    switch (k, d) {
    case (1, 1): [dedicated]
    case (2, 1): [digon]
    case (8, 3): [squareAntiprism]
    case (12, 3): [icosahedron]
    case (20, 3): [dodecahedron]
    case (let k, 2) where k != 4 && k >= 3: [polygon(k)]
    case (let k, let d) where k == d + 1: [simplex(k)]
    default: []
    }
  }

  private static let polygonNames = [
    3: "triangle", 4: "square", 5: "pentagon", 6: "hexagon", 7: "heptagon", 8: "octagon",
    9: "nonagon", 10: "decagon", 12: "dodecagon",
  ]

  private static let golden = (1 + 5.0.squareRoot()) / 2

  private static func signs(_ count: Int) -> [[Double]] {
    (0..<1 << count).map { bits in (0..<count).map { bits >> $0 & 1 == 0 ? 1.0 : -1 } }
  }
}

extension NamedPolytope: CustomStringConvertible {
  public var description: String { "\(name) (\(fraction))" }
}
