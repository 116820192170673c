public import ToyLib

/// The best descent of each kurtosis, and the best ReLU output model of each density.
public struct CapacityAllocationResult: ExperimentResult {
  public let experiment: CapacityAllocation
  public let solutions: [QuadraticSolution]
  public let models: [TrainedModel]

  public var compared: [ComparedModel] {
    zip(experiment.densities, models).map { ComparedModel("1 − S = \($0.brief)", $1) }
  }

  /// The largest difference between a feature's capacity and the formula's, for each kurtosis.
  public var capacityErrors: [Double] {
    solutions.map { solution in
      zip(solution.capacities, solution.model.bestCapacities).map { abs($0 - $1) }.max() ?? 0
    }
  }
}
