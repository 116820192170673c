public import ToyLib

/// A model to be compared with its baselines.
public struct ComparedModel: Sendable {
  /// Such as `1 − S = 0.1`.
  public let data: String
  public let network: Network
  public let features: any FeatureSampler

  public init(_ data: String, _ network: Network, on features: any FeatureSampler) {
    self.data = data
    self.network = network
    self.features = features
  }

  /// A trained model on the features that it was trained on.
  public init(_ data: String, _ model: TrainedModel) {
    self.init(data, model.network, on: model.features)
  }

  /// The model's squared error and that of networks made by hand, on the same samples.
  ///
  /// The networks are: an output of zeros, the mean of every target, and a network without
  /// superposition, which gives the most important features dimensions of their own and all others
  /// their means. For x this is the best linear network; for |x| every feature takes two neurons.
  public func comparison(samples: Int = 1 << 16, seed: UInt64) throws -> BaselineComparison {
    func loss(_ network: Network) throws -> LossEstimate {
      try network.squaredError(on: features, samples: samples, seed: seed)
    }
    let hand = try HandMadeNetworks(network.architecture, features: features, seed: seed)
    return BaselineComparison(
      data: data, trained: try loss(network),
      baselines: [
        .init("zero output", loss: try loss(hand.zero)),
        .init("mean output", loss: try loss(hand.mean)),
        .init("without superposition", loss: try loss(hand.dedicated)),
      ])
  }
}

/// Networks of an architecture that are made by hand, for features whose distribution is measured.
struct HandMadeNetworks {
  private let architecture: Architecture
  private let count: Int
  /// Each target's mean, and the loss that is saved when it is represented instead of its mean.
  private let means: [Double], gains: [Double]

  init(_ architecture: Architecture, features: any FeatureSampler, seed: UInt64) throws {
    self.architecture = architecture
    count = features.count
    let importance = try architecture.importance.weights(count: count)
    let isAbsolute = architecture.target == .absoluteValue
    if let sparse = features as? SparseFeatures, !isAbsolute || sparse.magnitude == .signedUniform {
      // The magnitudes of values in [−1, 1] are those of values in [0, 1].
      let targets = isAbsolute ? SparseFeatures(sparsities: sparse.sparsities) : sparse
      means = (0..<count).map(targets.mean)
      gains = (0..<count).map { Double(importance[$0]) * targets.variance(of: $0) }
    } else {
      var drawn = try features.samples(1 << 12, seed: seed)
      if case .fixed(let samples) = features.samplingMethod { drawn = samples }
      let targets = isAbsolute ? drawn.map(abs) : drawn
      let average = targets.columnMeans.map { Double($0) }
      means = average
      gains = (0..<features.count).map { i in
        let squares = targets[column: i].reduce(0.0) { $0 + Double($1) * Double($1) }
        return Double(importance[i]) * (squares / Double(targets.rows) - average[i] * average[i])
      }
    }
  }

  var zero: Network { get throws { try network(of: [], others: false) } }
  var mean: Network { get throws { try network(of: [], others: true) } }
  var dedicated: Network {
    get throws {
      let room = architecture.target == .absoluteValue ? architecture.hidden / 2 : architecture.hidden
      let order = (0..<count).sorted { (gains[$0], $1) > (gains[$1], $0) }
      return try network(of: Array(order.prefix(room)), others: true)
    }
  }

  /// `chosen` features have dimensions of their own, or two neurons, ReLU(x) and ReLU(−x).
  private func network(of chosen: [Int], others hasMeans: Bool) throws -> Network {
    var input = Matrix(rows: count, columns: architecture.hidden)
    var output = input
    var bias = means.map { hasMeans ? Float($0) : 0 }
    for (place, feature) in chosen.enumerated() {
      bias[feature] = 0
      let columns = architecture.target == .absoluteValue ? [2 * place, 2 * place + 1] : [place]
      for (sign, column) in zip([Float(1), -1], columns) {
        input[feature, column] = sign
        output[feature, column] = 1
      }
    }
    return try Network(
      architecture, weights: input, outputWeights: architecture.tied ? nil : output,
      bias: architecture.bias ? bias : nil)
  }
}
