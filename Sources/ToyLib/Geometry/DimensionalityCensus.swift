public import SuperposeDisplay

/// The dimensionalities D_i of a model, grouped by the fractions of named polytopes.
///
/// A fraction alone does not prove a polytope (seven features in a pentagonal bipyramid are at 2/5
/// and 1/2); `TegumDecomposition` compares whole groups.
public struct DimensionalityCensus: Sendable, Hashable {
  /// The features at one fraction.
  public struct Cluster: Sendable, Hashable {
    public let fraction: Fraction
    /// The polytopes with this fraction: `digon`.
    public let name: String
    public let features: [Int]
    /// The mean of their D_i; NaN without members.
    public let mean: Double
    /// The largest |D_i − fraction|; 0 without members.
    public let deviation: Double
  }

  /// The clusters from a dedicated dimension down to not represented, including empty ones.
  public let clusters: [Cluster]
  /// The features at no fraction.
  public let unmatched: [Int]
  /// The maximum distance of D_i from a fraction.
  public let tolerance: Double

  /// The cluster at `fraction`, if it is one of the fractions of the census.
  public subscript(fraction: Fraction) -> Cluster? { clusters.first { $0.fraction == fraction } }
}

extension Embedding {
  /// Assigns each feature to the nearest of `fractions`, if it is within `tolerance`.
  ///
  /// Without `fractions`, the ones that the paper found: 1, 3/4, 2/3, 1/2, 2/5, 3/8 and 0. 3/8 and
  /// 2/5 are 0.025 apart.
  public func dimensionalityCensus(
    fractions: [(fraction: Fraction, name: String)]? = nil, tolerance: Double = 0.0125
  ) -> DimensionalityCensus {
    let levels = (fractions ?? DimensionalityCensus.paper).sorted { $0.fraction > $1.fraction }
    let values = featureDimensionality.map(Double.init)
    var members = [[Int]](repeating: [], count: levels.count)
    var unmatched: [Int] = []
    for (feature, value) in values.enumerated() {
      func distance(_ level: Int) -> Double { abs(levels[level].fraction.value - value) }
      let nearest = levels.indices.min { distance($0) < distance($1) }
      if let nearest, distance(nearest) <= tolerance {
        members[nearest].append(feature)
      } else {
        unmatched.append(feature)
      }
    }
    let clusters = zip(levels, members).map { level, features in
      DimensionalityCensus.Cluster(
        fraction: level.fraction, name: level.name, features: features,
        mean: features.reduce(0) { $0 + values[$1] } / Double(features.count),
        deviation: features.map { abs(values[$0] - level.fraction.value) }.max() ?? 0)
    }
    return DimensionalityCensus(clusters: clusters, unmatched: unmatched, tolerance: tolerance)
  }
}

extension DimensionalityCensus {
  /// The paper's fractions and their polytopes.
  public static let paper: [(fraction: Fraction, name: String)] =
    NamedPolytope.paper.map { ($0.fraction, $0.name) } + [(Fraction(0, 1), "not represented")]
}

extension DimensionalityCensus: CustomStringConvertible {
  public var description: String {
    let found = clusters.filter { !$0.features.isEmpty }
      .map { "\($0.features.count) at \($0.fraction) (\($0.name))" }
    return (found + (unmatched.isEmpty ? [] : ["\(unmatched.count) elsewhere"]))
      .joined(separator: ", ")
  }
}

extension DimensionalityCensus: Displayable {
  public var mimeBundle: MIMEBundle { table.mimeBundle }

  /// One row for each fraction, and one for the features at none.
  public var table: Table {
    var rows = clusters.map { cluster in
      [
        "\(cluster.fraction)", cluster.name, "\(cluster.features.count)",
        cluster.features.isEmpty ? "" : NumberText.decimal(cluster.mean, digits: 4),
        cluster.features.isEmpty ? "" : NumberText.decimal(cluster.deviation, digits: 4),
      ]
    }
    rows.append(["", "none of these", "\(unmatched.count)", "", ""])
    return Table(
      columns: ["D", "polytope", "features", "mean D", "largest deviation"],
      rows: rows.map { row in
        row.enumerated().map { Table.Cell(text: $1, isNumber: $0 >= 2) }
      })
  }
}
