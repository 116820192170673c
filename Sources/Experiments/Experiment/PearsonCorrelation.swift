/// Pearson's correlation of two lists of equal length; 0 if one of them has equal numbers only.
func pearsonCorrelation(_ x: [Double], _ y: [Double]) -> Double {
  let count = Double(max(1, x.count))
  let (meanX, meanY) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
  func sum(_ a: [Double], _ meanA: Double, _ b: [Double], _ meanB: Double) -> Double {
    zip(a, b).reduce(0) { $0 + ($1.0 - meanA) * ($1.1 - meanB) }
  }
  let spread = (sum(x, meanX, x, meanX) * sum(y, meanY, y, meanY)).squareRoot()
  return spread > 0 ? sum(x, meanX, y, meanY) / spread : 0
}

/// Spearman's correlation of two lists of equal length: that of their ranks; 0 if one of them has equal numbers only.
func rankCorrelation(_ x: [Double], _ y: [Double]) -> Double { pearsonCorrelation(ranks(of: x), ranks(of: y)) }

/// The rank of each number, from 0; equal numbers have the mean of their ranks.
private func ranks(of values: [Double]) -> [Double] {
  values.map { value in
    Double(values.count { $0 < value }) + Double(values.count { $0 == value } - 1) / 2
  }
}
