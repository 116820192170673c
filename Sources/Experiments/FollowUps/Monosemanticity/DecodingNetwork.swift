public import ToyLib

/// A trained network, and how monosemantic its neurons are.
public struct DecodingNetwork: Sendable {
  public let decoder: Decoder
  public let network: LayeredNetwork
  /// Of the trained network, and of the same before training.
  public let trained: Monosemanticity, untrained: Monosemanticity
  let comparison: BaselineComparison

  init(
    _ decoder: Decoder, network: LayeredNetwork, start: LayeredNetwork, limit: Double, task: DecodedTask,
    comparison: BaselineComparison
  ) throws {
    self.decoder = decoder
    self.network = network
    trained = try Monosemanticity(of: network, limit: limit, hasSigns: task == .absoluteValues)
    untrained = try Monosemanticity(of: start, limit: limit, hasSigns: task == .absoluteValues)
    self.comparison = comparison
  }

  /// The squared error relative to that of an output of zeros.
  public var relativeLoss: Double { comparison.trained.value / comparison.baselines[0].loss.value }
}

extension [DecodingNetwork] {
  /// Those that were trained as `decoders`, in the order of these.
  func trained(as decoders: [Decoder]) -> [DecodingNetwork] {
    decoders.compactMap { decoder in first { $0.decoder == decoder } }
  }
}

/// How the neurons of a network respond to single features at 1, and at −1 where values have a sign.
public struct Monosemanticity: Sendable, Hashable {
  /// Neurons that respond to some feature.
  public let live: Int
  /// The mean over live neurons of the largest feature's share of the response to all features, each alone.
  public let meanShare: Double
  /// For each live neuron, that share, from the largest.
  public let shares: [Double]
  /// Neurons in which one feature has the share asked for, and which write most to that feature's output.
  public let monosemantic: Int
  /// Features with such a neuron.
  public let features: Int
  /// Features with such a neuron for each sign; 0 where values have no sign.
  public let bothSigns: Int
  /// The mean bias, in the units of the weights.
  public let meanBias: Double

  /// Measures a network whose hidden layer has the weights `W` and whose output layer has the weights `V`.
  ///
  /// - Parameters:
  ///   - network: A trained network, or an untrained one.
  ///   - limit: The share from which on a neuron is monosemantic.
  ///   - hasSigns: Whether features are negative, too. The response to a feature is then that to 1 plus that to −1.
  /// - Throws: `ToyLibError` if there are no such weights, or no bias of `W`.
  public init(of network: LayeredNetwork, limit: Double, hasSigns: Bool = false) throws {
    let single = Matrix.identity(network.model.inputs)
    let signs = hasSigns ? [single, -1 * single] : [single]
    let responses = try signs.map { try network.activations(of: $0)[0] }
    let sums = responses.dropFirst().reduce(responses[0], +)
    let output = try network["V"]
    var (shares, owners): ([Double], [Int]) = ([], [])
    // The features of monosemantic neurons that respond more to 1, and of those that respond more to −1.
    var (positive, negative): (Set<Int>, Set<Int>) = ([], [])
    for neuron in 0..<sums.columns {
      let response = sums[column: neuron]
      guard let (feature, largest) = Self.largest(response), largest > 1e-4 else { continue }
      let share = Double(largest) / response.reduce(0.0) { $0 + Double($1) }
      shares.append(share)
      guard share >= limit, Self.largest(output[column: neuron])?.index == feature else { continue }
      owners.append(feature)
      if responses[0][feature, neuron] >= largest / 2 {
        positive.insert(feature)
      } else {
        negative.insert(feature)
      }
    }
    bothSigns = positive.intersection(negative).count
    live = shares.count
    self.shares = shares.sorted(by: >)
    meanShare = shares.reduce(0, +) / Double(max(1, shares.count))
    monosemantic = owners.count
    features = Set(owners).count
    meanBias = Double(try network["b_W"].mean)
  }

  private static func largest(_ values: [Float]) -> (index: Int, value: Float)? {
    values.enumerated().max { $0.element < $1.element }.map { ($0.offset, $0.element) }
  }
}
