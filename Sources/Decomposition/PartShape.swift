internal import ToyLib

/// The sizes of attributed parts, and where their parameters are.
struct PartShape {
  let hidden: Int, features: Int, parts: Int, rank: Int

  init(_ attributed: AttributedParts) {
    (hidden, features) = (attributed.target.hidden, attributed.target.features)
    (parts, rank) = (attributed.parts, attributed.rank)
  }

  /// Elements of a part's matrix.
  var size: Int { hidden * features }

  /// Column `r` of U of a part.
  func column(_ part: Int, _ r: Int) -> StrideTo<Int> {
    let start = part * hidden * rank
    return stride(from: start + r, to: start + hidden * rank, by: rank)
  }

  /// Row `r` of V of a part.
  func row(_ part: Int, _ r: Int) -> Range<Int> {
    let start = parts * hidden * rank + (part * rank + r) * features
    return start..<start + features
  }

  /// U V of all parts: [parts][hidden][features].
  func multiply(_ parameters: [Float], into matrices: inout [Float]) {
    for c in 0..<parts {
      for k in 0..<hidden {
        for i in 0..<features {
          matrices[c * size + k * features + i] = (0..<rank).reduce(0) { sum, r in
            sum + parameters[(c * hidden + k) * rank + r] * parameters[row(c, r).lowerBound + i]
          }
        }
      }
    }
  }

  /// From derivatives by U V of all parts to those by U and V.
  func multiplyBack(_ slopes: [Float], _ parameters: [Float], into gradient: inout [Float]) {
    for c in 0..<parts {
      let slope = { (k: Int, i: Int) in slopes[c * size + k * features + i] }
      for r in 0..<rank {
        let v = row(c, r).lowerBound
        for (k, u) in column(c, r).enumerated() {
          gradient[u] = (0..<features).reduce(0) { $0 + slope(k, $1) * parameters[v + $1] }
        }
        for i in 0..<features {
          gradient[v + i] = (0..<hidden).reduce(0) { sum, k in
            sum + slope(k, i) * parameters[(c * hidden + k) * rank + r]
          }
        }
      }
    }
  }
}
