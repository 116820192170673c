public import SuperposeDisplay

/// How features that appear together are embedded: as one principal component or separately.
///
///     try model.correlatedSets([[0, 1], [2, 3], [4, 5]]).regime   // "1 of 3 sets collapsed"
///
/// Dense correlated features are compressed as by principal component analysis: a pair (a, b)
/// collapses to (a + b)/√2, and (a − b)/√2 is not represented. Sparse features get separate
/// directions. Source: Elhage et al. (2022), "Collapsing of correlated features".
public struct CorrelatedSets: Sendable, Hashable {
  /// The arrangement of one set.
  public enum State: String, Sendable, Hashable, Codable {
    /// Its features share one direction: the set's principal component.
    case collapsed
    /// Its features have separate directions, with acute angles between them.
    case sideBySide
    /// Its features are orthogonal to each other: a local orthogonal basis.
    case orthogonal
    /// Some of its features point away from each other.
    case opposed
    /// At least one feature is represented, but not all, and they have not collapsed.
    case partial
    /// Its total squared length is less than that of half a feature.
    case ignored
  }

  /// One set of features.
  public struct Member: Sendable, Hashable {
    public let features: [Int]
    public let state: State
    /// The fraction of the set's squared length along its first principal axis: 1 if collapsed, 1/k
    /// for k orthogonal features of equal length.
    public let principalShare: Double
    /// The mean of Ŵ_i · Ŵ_j over its pairs; NaN if a feature has length 0.
    public let meanCosine: Double
    /// ‖W_i‖ of each feature.
    public let norms: [Double]
  }

  /// In the given order.
  public let sets: [Member]

  /// The number of collapsed sets, as counted in the paper: 3 is most similar to principal
  /// components, 0 is full superposition.
  public var collapsed: Int { sets.count { $0.state == .collapsed } }

  /// A summary such as `2 of 3 sets collapsed`.
  public var regime: String { "\(collapsed) of \(sets.count) sets collapsed" }
}

extension CorrelatedSets: CustomStringConvertible {
  public var description: String {
    regime + ": " + sets.map(\.state.rawValue).joined(separator: ", ")
  }
}

extension CorrelatedSets: Displayable {
  public var mimeBundle: MIMEBundle { table.mimeBundle }

  /// One row for each set.
  public var table: Table {
    Table(
      columns: ["features", "state", "principal share", "mean cosine", "norms"],
      rows: sets.map { set in
        [
          Table.Cell(text: set.features.map(String.init).joined(separator: ", ")),
          Table.Cell(text: set.state.rawValue),
          Table.Cell(text: NumberText.decimal(set.principalShare, digits: 3), isNumber: true),
          Table.Cell(text: NumberText.decimal(set.meanCosine, digits: 3), isNumber: true),
          Table.Cell(
            text: set.norms.map { NumberText.decimal($0, digits: 2) }.joined(separator: ", ")),
        ]
      })
  }
}

extension Embedding {
  /// The arrangement of each set of features that appear together.
  ///
  /// A set is collapsed when more than `collapse` of its squared length lies along one axis and
  /// that axis has one sign; its features are orthogonal if no cosine is above 0.15 in absolute
  /// value.
  ///
  /// Throws `ToyLibError` when a set is empty, contains the number of a feature that does not
  /// exist, or a weight is not finite.
  public func correlatedSets(
    _ sets: [[Int]], collapse: Double = 0.9
  ) throws -> CorrelatedSets {
    let w = DoubleMatrix(weights)
    return CorrelatedSets(
      sets: try sets.enumerated().map { number, features in
        try require(!features.isEmpty, "set \(number)", "empty", "features that appear together")
        for feature in features {
          try require(
            feature >= 0 && feature < w.rows, "a feature of set \(number)", feature,
            "0 to \(w.rows - 1)")
        }
        return try CorrelatedSets.Member(features, w.picking(features), collapse: collapse)
      })
  }
}

extension FeatureGroups {
  /// The features of each group, as `correlatedSets` takes them.
  public var members: [[Int]] {
    var first = 0
    return groups.map { group in
      defer { first += max(0, group.count) }
      return Array(first..<first + max(0, group.count))
    }
  }
}

extension CorrelatedSets.Member {
  fileprivate init(_ features: [Int], _ rows: DoubleMatrix, collapse: Double) throws {
    let values = try Eigendecomposition(rows.gram).values
    let total = values.reduce(0, +)
    let share = total > 0 ? (values.first ?? 0) / total : 0
    let norms = rows.rowNorms
    var cosines: [Double] = []
    for i in features.indices {
      for j in 0..<i { cosines.append(dot(rows[row: i], rows[row: j]) / (norms[i] * norms[j])) }
    }
    self.init(
      features: features,
      state: Self.state(cosines, norms, share: share, total: total, collapse: collapse),
      principalShare: share, meanCosine: cosines.reduce(0, +) / Double(cosines.count),
      norms: norms)
  }

  private static func state(
    _ cosines: [Double], _ norms: [Double], share: Double, total: Double, collapse: Double
  ) -> CorrelatedSets.State {
    if total < 0.25 { return .ignored }
    let longest = norms.max() ?? 0
    guard norms.allSatisfy({ $0 > longest / 3 }) else { return .partial }
    if norms.count > 1 && share > collapse && cosines.allSatisfy({ $0 > 0 }) { return .collapsed }
    if cosines.allSatisfy({ abs($0) <= 0.15 }) { return .orthogonal }
    return cosines.allSatisfy { $0 > -0.15 } ? .sideBySide : .opposed
  }
}
