public import SuperposeDisplay

/// Features that interfere only with each other, and the dimensions they span: one factor of a
/// tegum product. It is an embedding in its own dimensions.
public struct TegumFactor: Embedding, Hashable {
  /// The features, in ascending order.
  public let features: [Int]
  /// W_i of each, along the factor's principal axes: shape [features, dimensions].
  public let weights: Matrix
  /// The number of dimensions that they span.
  public var dimensions: Int { weights.columns }
  /// D_i of each feature.
  public let dimensionalities: [Double]
  /// (Σ λ)² / (d Σ λ²) over the d eigenvalues λ of W_bᵀW_b: 1 if the features share their
  /// dimensions evenly, W_b W_bᵀ ∝ I in the notation of Scherlis et al. (2022), who call it
  /// semi-orthogonal.
  public let tightness: Double
  /// The polytope that they form, if it is a named one.
  public let match: PolytopeMatch?

  /// A name such as `pentagon`, or `7 features in 3 dimensions` if the shape has no name.
  public var name: String {
    match?.polytope.name
      ?? "\(features.count) features in \(dimensions) dimension\(dimensions == 1 ? "" : "s")"
  }

  /// d / k: the dimensionality of each feature if they share evenly.
  public var fraction: Fraction { Fraction(dimensions, features.count) }

  /// The mean of D_i.
  public var meanDimensionality: Double {
    dimensionalities.reduce(0, +) / Double(dimensionalities.count)
  }
}

extension TegumFactor: CustomStringConvertible {
  public var description: String {
    name + " of features " + features.map(String.init).joined(separator: ", ")
  }
}

/// The decomposition of a solution into groups of features in mutually orthogonal subspaces.
///
///     try model.tegumDecomposition().name     // "triangle ⊕ digon"
///
/// Source: Elhage et al. (2022), "Tegum products".
public struct TegumDecomposition: Sendable, Hashable {
  /// The factors, largest number of features first.
  public let factors: [TegumFactor]
  /// The features that are not represented.
  public let unrepresented: [Int]
  /// m: the number of hidden dimensions.
  public let hidden: Int

  /// The number of dimensions that the factors span together. It equals `hidden` if every dimension
  /// is used and the factors do not overlap.
  public var dimensions: Int { factors.reduce(0) { $0 + $1.dimensions } }

  /// The number of factors with each name.
  public var census: Census<String> { Census(factors.map(\.name)) }

  /// Such as `pentagon`, `4 × digon` or `triangle ⊕ digon`; `nothing` when no feature is represented.
  public var name: String {
    let parts = census.counts.map { part in
      guard part.count > 1 else { return part.name }
      return "\(part.count) × " + (part.name.contains(" in ") ? "(\(part.name))" : part.name)
    }
    return parts.isEmpty ? "nothing" : parts.joined(separator: " ⊕ ")
  }

  /// The name of the whole, if it has one: `octahedron` for three digons.
  public var solid: String? { Self.solids[factors.map(\.name).sorted()] }

  private static let solids: [[String]: String] = [
    ["digon", "digon"]: "square",
    ["digon", "digon", "digon"]: "octahedron",
    ["digon", "digon", "digon", "digon"]: "16-cell",
    ["digon", "triangle"]: "triangular bipyramid",
    ["digon", "pentagon"]: "pentagonal bipyramid",
    ["digon", "hexagon"]: "hexagonal bipyramid",
  ]

  /// The block-semi-orthogonality of the whole: the factors' tightness, weighted by their
  /// dimensions. 1 for every efficient embedding of Scherlis et al. (2022); `nil` without factors.
  public var blockSemiOrthogonality: Double? {
    guard dimensions > 0 else { return nil }
    return factors.reduce(0) { $0 + $1.tightness * Double($1.dimensions) } / Double(dimensions)
  }
}

extension TegumDecomposition: CustomStringConvertible {
  public var description: String {
    name + (solid.map { " (\($0))" } ?? "") + ", spanning \(dimensions) of \(hidden) dimensions"
  }
}

extension TegumDecomposition: Displayable {
  public var mimeBundle: MIMEBundle { table.mimeBundle }

  /// One row for each kind of factor: its number, k, d, d / k, the measured D_i, and the deviation
  /// from the exact polytope.
  public var table: Table {
    let kinds = Dictionary(grouping: factors, by: \.name)
    var rows = census.counts.map { row($0.name, kinds[$0.name] ?? []) }
    if !unrepresented.isEmpty {
      rows.append(
        ["not represented", "\(unrepresented.count)", "1", "0", "0", "0", "", ""]
          .enumerated().map { Table.Cell(text: $1, isNumber: $0 > 0) })
    }
    return Table(
      columns: [
        "geometry", "how many", "features", "dimensions", "d / k", "mean D", "tightness",
        "largest deviation of a cosine",
      ], rows: rows)
  }

  private func row(_ name: String, _ factors: [TegumFactor]) -> [Table.Cell] {
    let count = Double(factors.count)
    let first = factors[0]
    let deviation = factors.compactMap(\.match?.deviation).max()
    let cells = [
      name, "\(factors.count)", "\(first.features.count)", "\(first.dimensions)",
      "\(first.fraction)",
      NumberText.decimal(factors.reduce(0) { $0 + $1.meanDimensionality } / count, digits: 4),
      NumberText.decimal(factors.reduce(0) { $0 + $1.tightness } / count, digits: 4),
      deviation.map { NumberText.decimal($0, digits: 4) } ?? "",
    ]
    return cells.enumerated().map { Table.Cell(text: $1, isNumber: $0 > 0) }
  }
}

extension Embedding {
  /// The groups of features that are orthogonal to each other, each with its dimensions and, if it
  /// matches one, its polytope.
  ///
  /// Groups are those of `featureGraph(threshold:above:)`. A group without a name is split at twice
  /// the threshold if this gives only named polytopes in the same number of dimensions, because
  /// trained factors are rarely exactly orthogonal. A group's dimensions are the eigenvalues of its
  /// Gram matrix of unit vectors above 5 % of the largest; it is a polytope when all cosines are
  /// within `tolerance` of the polytope's, independently of the order of the features and of
  /// rotations. Lengths are not compared, because they depend on the biases.
  ///
  /// Throws `ToyLibError` when a weight is not finite.
  public func tegumDecomposition(
    threshold: Double = 0.15, above norm: Float = 0.5, tolerance: Double = 0.15
  ) throws -> TegumDecomposition {
    let w = DoubleMatrix(weights)
    try require(
      w.elements.allSatisfy(\.isFinite), "weights", "NaN or infinite in some element", "finite")
    let graph = featureGraph(threshold: threshold, above: norm)
    let dimensionalities = featureDimensionality.map(Double.init)
    func factor(_ members: [Int]) throws -> TegumFactor {
      try TegumFactor(members, w.picking(members), dimensionalities, tolerance: tolerance)
    }
    let factors = try graph.groups.flatMap { members in
      let whole = try factor(members)
      guard whole.match == nil else { return [whole] }
      let parts = try graph.only(members, above: 2 * threshold).groups.map(factor)
      let isProduct =
        parts.allSatisfy { $0.match != nil }
        && parts.reduce(0) { $0 + $1.dimensions } == whole.dimensions
      return isProduct ? parts : [whole]
    }
    let represented = Set(graph.nodes.map(\.feature))
    return TegumDecomposition(
      factors: factors.sorted {
        ($1.features.count, $0.features[0]) < ($0.features.count, $1.features[0])
      },
      unrepresented: (0..<w.rows).filter { !represented.contains($0) },
      hidden: w.columns)
  }
}

extension TegumFactor {
  fileprivate init(
    _ members: [Int], _ rows: DoubleMatrix, _ dimensionalities: [Double], tolerance: Double
  ) throws {
    let norms = rows.rowNorms
    let unit = DoubleMatrix(rows: rows.rows, columns: rows.columns) { rows[$0, $1] / norms[$0] }
    let cosines = unit.gram
    let d = try Eigendecomposition(cosines).rank(tolerance: 0.05)
    let found = NamedPolytope.candidates(features: members.count, dimensions: d)
      .lazy.compactMap { polytope in
        polytope.order(of: cosines, tolerance: tolerance).map { order, deviation in
          PolytopeMatch(
            polytope: polytope, features: order.map { members[$0] }, deviation: deviation)
        }
      }.first
    let svd = try SingularValueDecomposition(rows, tolerance: 0.05)
    let values = svd.values.prefix(d).map { $0 * $0 }
    let sum = values.reduce(0, +)
    self.init(
      features: members,
      weights: rows.times(svd.rightAxes.picking(Array(0..<d)).transposed).single,
      dimensionalities: members.map { dimensionalities[$0] },
      tightness: sum * sum / (Double(d) * values.reduce(0) { $0 + $1 * $1 }), match: found)
  }
}
