internal import ToyLib

/// What trained networks have of M, and networks made by factorising M.
public struct CompressedDirectionsResult: ExperimentResult {
  public let experiment: CompressedDirections
  /// Of networks trained with M in their labels.
  public let readings: [NoiseReading]
  /// The same measures where M and the network have nothing to do with each other: another M for the first network,
  /// and a network that was trained without M.
  public let controls: [NoiseReading]
  /// One for each σ.
  public let factorisations: [Factorisation]
  public let baselines: Baselines

  /// The loss of a network whose every neuron computes one ReLU and the rest nothing, divided by the
  /// density, without M: (n − d) / 6n.
  public var naive: Double {
    Double(max(0, experiment.features - experiment.neurons)) / Double(6 * experiment.features)
  }
}
