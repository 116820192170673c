package import ToyLib

/// How a trained network computes ANDs, measured by what its source says: each neuron's input weights have
/// two values, and the AND of a pair is the mean of the neurons that have the larger one for both
/// features, or for none, minus the mean of those that have it for one.
public struct AndCircuit: Sendable {
  /// For each neuron whose input weights differ, how much of their variance two values explain. Normal
  /// numbers have 0.64 and uniform ones 0.75, if there are many.
  public let twoValues: [Double]
  /// Whether each neuron has the larger weight for each feature.
  public let isLarger: [[Bool]]
  /// The mean over pairs of A − B₁ − B₂ + C, means of the neurons' activations by class, with neither
  /// feature present, the second, the first, and both.
  public let readOff: [Double]
  /// The correlation of an output's weights with the signs of that formula, each weight times the
  /// standard deviation of its neuron's activation: a mean over outputs.
  public let correlation: Double

  /// - Parameters:
  ///   - network: One hidden layer of ReLU neurons, with weights called W1, W2 and b1.
  ///   - pairs: The features of each output.
  ///   - samples: One in each row.
  package init(_ network: LayeredNetwork, pairs: [(Int, Int)], samples: Matrix) throws {
    let weights = try network["W1"]
    let split = (0..<weights.rows).map { TwoValues(weights[row: $0]) }
    twoValues = split.compactMap(\.explained)
    isLarger = zip(0..<weights.rows, split).map { row, split in weights[row: row].map { $0 > split.limit } }
    let deviations = try network.activations(of: samples)[0].columnDeviations
    let (outputs, larger) = (try network["W2"], isLarger)
    let found = pairs.enumerated().map { output, pair in
      pearsonCorrelation(
        larger.indices.map { Double(outputs[output, $0] * deviations[$0]) },
        larger.map { $0[pair.0] == $0[pair.1] ? 1 : -1 })
    }
    correlation = found.reduce(0, +) / Double(max(1, found.count))
    readOff = Self.readOff(
      weights, sums: samples.times(weights.transposed) + (try network["b1"][row: 0]), samples, pairs, larger)
  }

  /// - Parameter sums: What each neuron's ReLU gets in each sample.
  private static func readOff(
    _ weights: Matrix, sums: Matrix, _ samples: Matrix, _ pairs: [(Int, Int)], _ larger: [[Bool]]
  ) -> [Double] {
    var result = [0.0, 0, 0, 0]
    for (i, j) in pairs {
      // A, B₁, B₂ and C have the numbers 3, 2, 1 and 0.
      let classes = larger.map { ($0[i] ? 2 : 0) + ($0[j] ? 1 : 0) }
      let sizes = (0..<4).map { wanted in Double(classes.count { $0 == wanted }) }
      for (neuron, own) in classes.enumerated() {
        let sign = own == 0 || own == 3 ? 1.0 : -1
        for sample in 0..<samples.rows {
          let (a, b) = (weights[neuron, i], weights[neuron, j])
          let others = sums[sample, neuron] - samples[sample, i] * a - samples[sample, j] * b
          for (at, sum) in [others, others + b, others + a, others + a + b].enumerated() {
            result[at] += sign * Double(max(0, sum)) / sizes[own]
          }
        }
      }
    }
    return result.map { $0 / Double(max(1, pairs.count * samples.rows)) }
  }
}

/// Numbers in two groups, each of which is close to its mean.
private struct TwoValues {
  /// Between the groups.
  let limit: Float
  /// The share of the variance that is between the groups; `nil` if all numbers are equal.
  let explained: Double?

  init(_ numbers: [Float]) {
    let sorted = numbers.sorted()
    let (count, sum) = (Double(sorted.count), sorted.reduce(0.0) { $0 + Double($1) })
    let variance = sorted.reduce(0.0) { $0 + (Double($1) - sum / count) * (Double($1) - sum / count) }
    var (best, below, at) = (0.0, 0.0, 0)
    for size in 1..<max(2, sorted.count) where size < sorted.count {
      below += Double(sorted[size - 1])
      let left = Double(size)
      let gap = below / left - (sum - below) / (count - left)
      let between = left * (count - left) / count * gap * gap
      if between > best { (best, at) = (between, size) }
    }
    limit = at > 0 ? (sorted[at - 1] + sorted[at]) / 2 : sorted.first ?? 0
    explained = variance > 0 ? best / variance : nil
  }
}
