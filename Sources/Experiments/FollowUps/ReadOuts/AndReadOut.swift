public import ToyLib

/// How well a network computes the ANDs of all pairs.
public struct AndReadOut: Sendable {
  public let network: LayeredNetwork
  /// The mean squared error over samples and ANDs.
  public let loss: LossEstimate
  /// The share of the samples with a true AND in which the true ones are the largest outputs.
  public let recovered: Double
  /// The share of the neurons that an output uses, a mean over outputs: (Σ|c|)² / (n Σ c²), where c is a
  /// neuron's weight times the standard deviation of its activation, and n counts the neurons that are
  /// not constant.
  public let participation: Double

  init(_ network: LayeredNetwork, samples: Matrix, targets: Matrix) throws {
    self.network = network
    let outputs = try network.outputs(of: samples)
    loss = LossEstimate(of: outputs, against: targets)
    recovered = Self.recovered(outputs, targets)
    participation = Self.participation(
      try network["W2"], deviations: try network.activations(of: samples)[0].columnDeviations)
  }

  private static func recovered(_ outputs: Matrix, _ targets: Matrix) -> Double {
    var (asked, found) = (0, 0)
    for row in 0..<outputs.rows {
      let values = zip(outputs[row: row], targets[row: row])
      guard let least = values.lazy.filter({ $0.1 > 0 }).map(\.0).min(),
        let largest = values.lazy.filter({ $0.1 == 0 }).map(\.0).max()
      else { continue }
      asked += 1
      if least > largest { found += 1 }
    }
    return Double(found) / Double(max(1, asked))
  }

  private static func participation(_ weights: Matrix, deviations: [Float]) -> Double {
    let live = deviations.indices.filter { deviations[$0] > 0 }
    let shares = (0..<weights.rows).map { row in
      let parts = live.map { Double(abs(weights[row, $0]) * deviations[$0]) }
      let (sum, squares) = parts.reduce((0.0, 0.0)) { ($0.0 + $1, $0.1 + $1 * $1) }
      return squares > 0 ? sum * sum / (Double(live.count) * squares) : 0
    }
    return shares.reduce(0, +) / Double(max(1, shares.count))
  }
}

extension Matrix {
  /// The standard deviation of every column.
  var columnDeviations: [Float] {
    let means = columnMeans
    return (0..<columns).map { column in
      let sum = self[column: column].reduce(0.0) {
        $0 + Double($1 - means[column]) * Double($1 - means[column])
      }
      return Float((sum / Double(max(1, rows))).squareRoot())
    }
  }
}
