internal import Foundation

/// A measurement for each number of features and of neurons.
public struct PairwiseAndsResult: ExperimentResult {
  public let experiment: PairwiseAnds
  /// For each number of features, one for each number of neurons.
  public let layers: [[MeasuredAnds]]

  /// The smallest tried number of neurons with which all ANDs of at least 95 % of the samples are right;
  /// `nil` if none is large enough.
  public func sufficient(_ row: [MeasuredAnds]) -> Int? {
    row.sorted { $0.neurons < $1.neurons }.first { $0.correct >= 0.95 }?.neurons
  }

  /// The slope of the logarithm of sufficient neurons against that of features.
  var exponent: Double? {
    let found = layers.compactMap { row in
      sufficient(row).map { (log(Double(row[0].features)), log(Double($0))) }
    }
    guard found.count == layers.count, found.count >= 2 else { return nil }
    return (found[found.count - 1].1 - found[0].1) / (found[found.count - 1].0 - found[0].0)
  }
}
