public import ToyLib

/// The best descent of each kurtosis, and the best ReLU output model of each density.
public struct CapacityAllocationResult: ExperimentResult {
  public let experiment: CapacityAllocation
  public let solutions: [QuadraticSolution]
  public let models: [TrainedModel]

  /// The largest difference between a feature's capacity and the formula's, for each kurtosis.
  public var capacityErrors: [Double] {
    solutions.map { solution in
      zip(solution.capacities, solution.model.bestCapacities).map { abs($0 - $1) }.max() ?? 0
    }
  }
}
