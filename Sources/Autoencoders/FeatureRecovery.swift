public import ToyLib

/// How well a dictionary recovers features whose true directions are known.
public struct FeatureRecovery: Sendable, Hashable {
  /// Each true feature's largest cosine with a row of the dictionary; 0 for an empty dictionary.
  public let largestCosines: [Double]
  /// The row with that cosine.
  public let nearestRows: [Int?]

  /// Compares the rows of `features` with those of `dictionary`; lengths do not matter.
  public init(of features: Matrix, in dictionary: Matrix) {
    precondition(
      features.columns == dictionary.columns || dictionary.rows == 0,
      "features have \(features.columns) dimensions, the dictionary \(dictionary.columns)")
    let (own, others) = (features.norms, dictionary.norms)
    var cosines: [Double] = []
    var rows: [Int?] = []
    for i in 0..<features.rows {
      let all = (0..<dictionary.rows).map { j -> Double in
        let lengths = Double(own[i]) * Double(others[j])
        guard lengths > 0 else { return 0 }
        let product = (0..<features.columns).reduce(0.0) {
          $0 + Double(features[i, $1]) * Double(dictionary[j, $1])
        }
        return product / lengths
      }
      let best = all.indices.max { all[$0] < all[$1] }
      rows.append(best)
      cosines.append(best.map { all[$0] } ?? 0)
    }
    largestCosines = cosines
    nearestRows = rows
  }

  /// MMCS: the mean over features of the largest cosine.
  ///
  /// Source: Sharkey, Braun and Millidge, "Taking features out of superposition with sparse
  /// autoencoders" (2022).
  public var meanMaxCosine: Double {
    largestCosines.isEmpty ? 0 : largestCosines.reduce(0, +) / Double(largestCosines.count)
  }

  /// The number of features with a row within `cosine`, each with a different row.
  public func recovered(cosine: Double = 0.95) -> Int {
    Set(zip(largestCosines, nearestRows).filter { $0.0 >= cosine }.compactMap(\.1)).count
  }
}
