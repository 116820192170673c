internal import ToyLib

/// Networks with several initial biases and rates, and networks with more and more neurons.
public struct EngineeredMonosemanticityResult: ExperimentResult {
  public let experiment: EngineeredMonosemanticity
  /// One for each rate and bias, rate by rate.
  public let grid: [DecodingNetwork]
  /// One for each number of neurons.
  public let series: [DecodingNetwork]

  public var baselines: Baselines {
    let more = series.filter { network in !grid.contains { $0.decoder == network.decoder } }
    return Baselines((grid + more).map(\.comparison), against: "functions made by hand")
  }

  /// The networks with this rate, in the order of the biases.
  func networks(at rate: Double) -> [DecodingNetwork] { grid.filter { $0.decoder.rate == rate } }
}
