internal import Foundation
public import SuperposeExperiments
internal import Synchronization
internal import ToyLib

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
    let next = Mutex(0)
    let failure = Mutex<(any Error)?>(nil)
    let reporting = Mutex(())
    let group = DispatchGroup()
    for _ in 0..<min(runs, tasks.count) {
      group.enter()
      let thread = Thread {
        defer { group.leave() }
        while let task = next.withLock({ index -> Int? in
          guard index < tasks.count, failure.withLock({ $0 == nil }) else { return nil }
          defer { index += 1 }
          return index
        }) {
          do {
            let sweep = try ThreadLimit.$threads.withValue(1) {
              try Self.run(tasks[task].0, seed: tasks[task].1, pace: pace)
            }
            try reporting.withLock { _ in try finished(sweep) }
          } catch {
            failure.withLock { $0 = $0 ?? error }
          }
        }
      }
      thread.stackSize = 16 << 20  // bytes; the inner loops keep rows of sums on the stack
      thread.start()
    }
    group.wait()
    if let error = failure.withLock(\.self) { throw error }
  }

  private static func run(_ experiment: some Experiment, seed: UInt64, pace: Pace) throws -> SeedSweep {
    var experiment = experiment.paced(pace)
    experiment.seed = seed
    return try SeedSweep(try experiment.run())
  }
}
