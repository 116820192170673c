/// The assignment of rows to different columns with the lowest total cost.
package enum Assignment {
  /// Pairs rows with different columns so that the sum of their scores is largest. With more rows than
  /// columns some rows have no column.
  package static func best(_ scores: Matrix) -> [Int?] {
    let n = max(scores.rows, scores.columns)
    let largest = Double(scores.elements.max() ?? 0)
    let cost = DoubleMatrix(rows: n, columns: n) { i, j in
      i < scores.rows && j < scores.columns ? largest - Double(scores[i, j]) : largest
    }
    guard n > 0 else { return [] }
    return cheapest(cost).prefix(scores.rows).map { $0 < scores.columns ? $0 : nil }
  }

  /// Returns the column of each row of a square cost matrix. The sum of costs is minimal.
  ///
  /// Shortest augmenting paths with potentials. O(rows³).
  /// Source: Jonker and Volgenant, Computing 38 (1987).
  static func cheapest(_ cost: DoubleMatrix) -> [Int] {
    let n = cost.rows
    var rowPrice = [Double](repeating: 0, count: n + 1)
    var columnPrice = [Double](repeating: 0, count: n + 1)
    var owner = [Int](repeating: 0, count: n + 1)  // 1-based row of each column; 0 is nobody
    for row in 1..<(n + 1) {
      owner[0] = row
      var least = [Double](repeating: .infinity, count: n + 1)
      var from = [Int](repeating: 0, count: n + 1)
      var isVisited = [Bool](repeating: false, count: n + 1)
      var column = 0
      repeat {
        isVisited[column] = true
        let i = owner[column]
        var step = Double.infinity
        var nearest = 0
        for j in 1..<(n + 1) where !isVisited[j] {
          let reduced = cost[i - 1, j - 1] - rowPrice[i] - columnPrice[j]
          if reduced < least[j] { (least[j], from[j]) = (reduced, column) }
          if least[j] < step { (step, nearest) = (least[j], j) }
        }
        for j in 0..<(n + 1) {
          if isVisited[j] {
            rowPrice[owner[j]] += step
            columnPrice[j] -= step
          } else {
            least[j] -= step
          }
        }
        column = nearest
      } while owner[column] != 0
      while column != 0 {
        owner[column] = owner[from[column]]
        column = from[column]
      }
    }
    var columns = [Int](repeating: 0, count: n)
    for j in 1..<(n + 1) { columns[owner[j] - 1] = j - 1 }
    return columns
  }
}
