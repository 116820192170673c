public import ToyLib

/// The capacity of the second feature at every point, rows by density from the lowest.
public struct CapacityPhasesResult: ExperimentResult {
  public let experiment: CapacityPhases
  public let theory: [[Double]]
  public let descended: [[Double]]
  /// The best ReLU output model of every point.
  public let models: [[TrainedModel]]

  /// The capacity of the second feature in ``models``.
  public var trained: [[Double]] { models.map { $0.map { Double($0.featureDimensionality[1]) } } }

  public var compared: [ComparedModel] {
    let count = experiment.trainedResolution
    let (densities, importances) = (CapacityPhases.densities(count), CapacityPhases.importances(count))
    return zip(densities, models).flatMap { density, row in
      zip(importances, row).map {
        ComparedModel("I = \($0.brief(2)), 1 − S = \(density.brief(2))", $1)
      }
    }
  }

  /// How large a part of the map is in each phase.
  public static func shares(of map: [[Double]]) -> [CapacityPhase: Double] {
    let phases = map.joined().map { CapacityPhase(capacity: $0) }
    return Dictionary(grouping: phases) { $0 }
      .mapValues { Double($0.count) / Double(max(phases.count, 1)) }
  }

  /// The part of the map where descent finds the formula's phase.
  public var agreement: Double {
    let pairs = zip(theory.joined(), descended.joined())
    let same = pairs.count { CapacityPhase(capacity: $0) == CapacityPhase(capacity: $1) }
    return Double(same) / Double(max(theory.joined().count, 1))
  }

  /// The largest difference between the capacities of formula and descent; and the median.
  public var differences: (largest: Double, median: Double) {
    let all = zip(theory.joined(), descended.joined()).map { abs($0 - $1) }.sorted()
    return (all.last ?? 0, all.isEmpty ? 0 : all[all.count / 2])
  }
}
