internal import ToyLib

extension ComputationInSuperposition {
  /// Zeros, the mean of each feature, and a network without superposition, compared with `network`
  /// on 2^18 samples.
  func comparison(of network: Network, at density: Double) throws -> BaselineComparison {
    let sampler = SparseFeatures(count: features, density: density, magnitude: .signedUniform)
    func loss(_ network: Network) throws -> Double {
      try network.loss(on: sampler, samples: 1 << 18, seed: seed)
    }
    return BaselineComparison(
      data: "1 − S = \(density.brief)", trained: try loss(network),
      baselines: [
        .init("zero output", loss: try loss(pairs(0, others: 0))),
        .init("mean output", loss: try loss(pairs(0, others: density / 2))),
        .init(
          "two neurons for each of \(neurons / 2) features",
          loss: try loss(pairs(min(neurons / 2, features), others: density / 2))),
      ])
  }

  /// |x| = ReLU(x) + ReLU(−x) for the first `count` features; all others get the output `bias`, which
  /// is their mean where it is density/2.
  private func pairs(_ count: Int, others bias: Double) throws -> Network {
    try AbsoluteValueModel(hidden: neurons, importance: importance).network(
      weights: Matrix(rows: features, columns: neurons) { feature, neuron in
        guard feature < count, neuron / 2 == feature else { return 0 }
        return neuron.isMultiple(of: 2) ? 1 : -1
      },
      outputWeights: Matrix(rows: features, columns: neurons) { feature, neuron in
        feature < count && neuron / 2 == feature ? 1 : 0
      },
      bias: (0..<features).map { $0 < count ? 0 : Float(bias) })
  }
}
