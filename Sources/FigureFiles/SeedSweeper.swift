internal import Foundation
public import SuperposeExperiments
internal import Synchronization

/// Runs experiments over seeds on all cores: each run on one core, as many at a time as there are.
public struct SeedSweeper: Sendable {
  public var pace: Pace
  /// Runs at a time. Default: one for each core.
  public var runs: Int

  public init(pace: Pace = .full, runs: Int? = nil) {
    self.pace = pace
    self.runs = max(1, runs ?? ProcessInfo.processInfo.activeProcessorCount)
  }

  /// Runs every experiment with every seed. `finished` is called after each run, one at a time, on
  /// any thread; what it is given need not be in order.
  ///
  /// - Throws: the first error of a run; the others end first.
  public func sweep(
    _ experiments: [any Experiment], seeds: [UInt64],
    finished: @escaping @Sendable (SeedSweep) throws -> Void
  ) throws {
    let tasks = experiments.flatMap { experiment in seeds.map { (experiment, $0) } }
    let reporting = Mutex(())
    try SideBySide.run(tasks, atOnce: runs) { experiment, seed in
      let sweep = try Self.run(experiment, seed: seed, pace: pace)
      try reporting.withLock { _ in try finished(sweep) }
    }
  }

  private static func run(_ experiment: some Experiment, seed: UInt64, pace: Pace) throws -> SeedSweep {
    var experiment = experiment.paced(pace)
    experiment.seed = seed
    return try SeedSweep(try experiment.run())
  }
}
