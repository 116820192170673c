internal import Foundation

extension PairwiseAndsResult {
  public var claims: Claims { [suffices, shrinks, few] }

  /// The largest layer of each number of features.
  private var largest: [MeasuredAnds] {
    layers.compactMap { row in row.max { $0.neurons < $1.neurons } }
  }

  private var suffices: Claim {
    let found = layers.map { row in "m = \(row[0].features): \(sufficient(row).map { "\($0)" } ?? "more")" }
    return Claim(
      "a layer of random neurons computes the ANDs of all pairs",
      measured: "neurons for 95 % of the samples without a wrong AND: " + found.joined(separator: ", "),
      held: layers.allSatisfy { sufficient($0) != nil }, threshold: "ours: 95 %, a limit of ½",
      remark: "\(experiment.present) features present, q = \(experiment.connection.brief)")
  }

  private var shrinks: Claim {
    let statement = "the error falls with the number of neurons"
    guard experiment.neurons.count >= 2 else { return .notAsked(statement, needs: "two numbers of neurons or more") }
    let falling = layers.allSatisfy { row in
      let sorted = row.sorted { $0.neurons < $1.neurons }
      return sorted[sorted.count - 1].error < sorted[0].error
    }
    let found = largest.map { "m = \($0.features): \($0.errors.map { $0.brief(2) }.joined(separator: ", "))" }
    return Claim(
      statement,
      measured: "with \(experiment.neurons.max() ?? 0) neurons, root mean square errors with both, one and no feature "
        + "present: " + found.joined(separator: "; "),
      held: falling,
      remark: "other present features add about q each, so errors do not fall to 0 at a fixed q")
  }

  private var few: Claim {
    let statement = "the neurons needed grow no faster than m^{2/3}"
    guard let exponent else {
      return .notAsked(statement, needs: "enough neurons for every number of features, and two numbers of features")
    }
    return Claim(
      statement,
      measured:
        "∝ m^{\(exponent.brief(2))} from m = \(layers[0][0].features) to \(layers[layers.count - 1][0].features)",
      held: exponent <= 2.0 / 3, threshold: "the source's, without its logarithms",
      remark: "neurons are tried in steps of a factor; there are m (m − 1) / 2 ANDs")
  }
}
