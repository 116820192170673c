internal import ToyLib

/// One row for each density.
public struct InterferenceWeightsResult: ExperimentResult {
  public let experiment: InterferenceWeights
  public let rows: [InterferenceRow]

  public var baselines: Baselines {
    Baselines(
      rows.flatMap { [$0.wideComparison, $0.narrowComparison, $0.plainComparison] },
      against: "a function made by hand without superposition")
  }

  /// The row at the middle of the densities.
  var shown: InterferenceRow { rows[rows.count / 2] }
}
