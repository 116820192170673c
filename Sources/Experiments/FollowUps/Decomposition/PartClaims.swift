internal import SuperposeDecomposition
internal import ToyLib

/// Claims about the parts of a matrix, with the limits of every decomposition.
extension Claim {
  /// The first matrix has a live part for each column, and no others.
  static func onePartEach(_ name: String, _ parts: Decomposition, untrained: Decomposition) -> Claim {
    let features = parts.target.inputs
    let live = parts.live(0)
    let nearest = Set(parts.recovery(0).nearest)
    return Claim(
      "\(name) has as many live parts as features, one for each column; the other parts are negligible",
      measured: "\(live.count) live parts for \(features) features, \(nearest.count) different ones nearest to the "
        + "columns; untrained: \(untrained.live(0).count) live",
      held: live.count == features && nearest.count == features && nearest == Set(live),
      threshold: "ours: live from a tenth of the longest column on")
  }

  /// Each feature's part is important for it, and the parts of others are not. `importances` are those for
  /// single features [features, parts].
  static func ownFeature(_ subject: String, nearest: [Int], importances: Matrix) -> Claim {
    let own = nearest.enumerated().map { Double(importances[$0, $1]) }
    let others = nearest.enumerated().flatMap { i, _ in
      nearest.enumerated().filter { $0.offset != i }.map { Double(importances[i, $0.element]) }
    }
    let (least, most) = (own.min() ?? 0, others.max() ?? 1)
    return Claim(
      "\(subject) is important for its own feature and for no other one",
      measured: "importance for the own feature at least \(least.brief(2)), for another one at most \(most.brief(2))",
      held: least > 0.5 && most < 0.1, threshold: "ours: above 0.5, below 0.1")
  }

  /// All live parts are important for every single feature.
  static func actTogether(_ name: String, live: [Int], importances: Matrix, remark: String) -> Claim {
    let values = (0..<importances.rows).flatMap { i in live.map { Double(importances[i, $0]) } }
    let least = values.min() ?? 0
    return Claim(
      "the parts of \(name) act together: they are important for every feature",
      measured: "importance at least \(least.brief(2)), on average "
        + "\((values.reduce(0, +) / Double(max(1, values.count))).brief(2))",
      held: least > 0.5, threshold: "ours: above 0.5", remark: remark)
  }
}
