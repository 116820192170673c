internal import Foundation
public import ToyLib

/// The runs.
public struct KGonDynamicsResult: ExperimentResult {
  public let experiment: KGonDynamics
  public let trajectories: [KGonTrajectory]
  /// The levels of regular polygons, from the highest loss to the lowest.
  public let levels: [KGonLevel]

  /// Each run's last network on the data of the exact loss.
  public var compared: [ComparedModel] {
    trajectories.enumerated().compactMap { index, run in
      run.networks.last.map {
        ComparedModel("run \(index + 1)", $0, on: OneHotFeatures(count: experiment.features))
      }
    }
  }

  init(experiment: KGonDynamics, trajectories: [KGonTrajectory]) throws {
    self.experiment = experiment
    self.trajectories = trajectories
    levels = try KGonLevel.all(of: experiment.features)
  }

  /// The maximum distance of a loss from a level to count as on it.
  static let tolerance = 0.0025

  /// The level that `loss` is on, if any.
  public func level(at loss: Double) -> KGonLevel? {
    let nearest = levels.min { abs($0.loss - loss) < abs($1.loss - loss) }
    return nearest.flatMap { abs($0.loss - loss) < Self.tolerance ? $0 : nil }
  }

  /// The final level of each run by its loss, such as `5⁺-gon: 4 of 12`.
  public var ends: [(name: String, count: Int)] {
    let names = trajectories.map { run in
      run.losses.last.flatMap { level(at: $0)?.symbol } ?? "other"
    }
    return (levels.map(\.symbol) + ["other"]).compactMap { name in
      let count = names.count { $0 == name }
      return count > 0 ? (name: name, count: count) : nil
    }
  }

  /// The fraction of training steps spent on a level.
  public var timeOnLevels: Double {
    let parts = trajectories.map { run -> Double in
      let spans = zip(zip(run.steps, run.steps.dropFirst()), run.losses)
      let all = spans.map { Double($0.0.1 - $0.0.0) }
      let on = spans.map { level(at: $0.1) == nil ? 0 : Double($0.0.1 - $0.0.0) }
      return on.reduce(0, +) / max(all.reduce(0, +), 1)
    }
    return parts.reduce(0, +) / Double(max(parts.count, 1))
  }

  /// The fraction of the range from the highest to the lowest level that is on a level:
  /// `timeOnLevels` for an evenly decreasing loss.
  public var chanceOnLevels: Double {
    guard let high = levels.first?.loss, let low = levels.map(\.loss).min(), high > low else {
      return 1
    }
    let grid = (0..<2_000).map { low + (high - low) * (Double($0) + 0.5) / 2_000 }
    return Double(grid.count { level(at: $0) != nil }) / 2_000
  }

  /// Per run, the levels that it stays on for at least a hundredth of its training, in order.
  public func plateaus(of run: KGonTrajectory) -> [KGonLevel] {
    var found: [KGonLevel] = []
    var since = 0
    for (index, loss) in run.losses.enumerated() {
      guard let level = level(at: loss) else { continue }
      if index == 0 || self.level(at: run.losses[index - 1]) != level { since = run.steps[index] }
      let isLong = (run.steps[index] - since) * 100 >= (run.steps.last ?? 0)
      if isLong && found.last != level { found.append(level) }
    }
    return found
  }

  /// The run with the most levels, for the figure.
  public var mostEventful: KGonTrajectory? {
    trajectories.max { plateaus(of: $0).count < plateaus(of: $1).count }
  }
}
