internal import Foundation
internal import Synchronization

/// The threads of a training run: the caller's and `threads` − 1 more.
///
/// With enough instances each thread takes the one that is furthest behind, for a few milliseconds
/// at a time, so that all end together; with fewer, threads share the chunks of a step.
final class TrainingThreads<Run: SteppedRun>: Sendable {
  private let runs: [Run]
  private let threads: Int
  private let stopped = Atomic<Bool>(false)
  private let taken: Mutex<[Bool]>

  /// `count` is the number of threads, the caller's included.
  init(_ runs: [Run], count: Int) {
    self.runs = runs
    threads = count
    taken = Mutex(Array(repeating: false, count: runs.count))
  }

  /// Trains to the end. Calls `update` about every 40 ms on this thread; an error from it stops all
  /// threads and is thrown once they have ended.
  func train(update: () throws -> Void) throws {
    let helpers = DispatchGroup()
    defer { helpers.wait() }
    do {
      if runs.count >= threads || runs.allSatisfy({ $0.chunks == 1 }) {
        for _ in 1..<max(1, min(threads, runs.count)) { start(in: helpers) { try? self.slices {} } }
        try slices(update)
      } else {
        try sharedSteps(helpers, update)
      }
      while helpers.wait(timeout: .now() + .milliseconds(40)) == .timedOut { try update() }
      if Cancellation.isRequested { throw CancellationError() }
    } catch {
      stopped.store(true, ordering: .releasing)
      throw error
    }
  }

  /// Several threads for each instance: this thread runs the first instance's steps, and other
  /// threads run the other instances' or help with them.
  private func sharedSteps(_ helpers: DispatchGroup, _ update: () throws -> Void) throws {
    let steps = runs.map { ParallelSteps($0, isStopped: { self.isStopped }) }
    for thread in 1..<threads {
      let shared = steps[thread % steps.count]
      if thread < steps.count {
        start(in: helpers) { try? shared.run {} }
      } else if thread / steps.count < runs[thread % steps.count].chunks {
        start(in: helpers) { shared.help() }
      }
    }
    try steps[0].run(update: update)
  }

  /// A thread of its own: Dispatch's pool may have none to spare.
  private func start(in group: DispatchGroup, _ work: @escaping @Sendable () -> Void) {
    group.enter()
    let thread = Thread {
      work()
      group.leave()
    }
    thread.stackSize = 8 << 20  // bytes; the inner loops keep rows of sums on the stack
    thread.start()
  }

  private var isStopped: Bool {
    stopped.load(ordering: .relaxed) || Cancellation.isRequested
  }

  private func slices(_ update: () throws -> Void) throws {
    // One at a time, so that memory does not grow with instances.
    var last: (index: Int, steps: SequentialSteps<Run>)?
    var lastUpdate = ContinuousClock.now
    while !isStopped, let index = take() {
      defer { giveBack(index) }
      let steps =
        last.flatMap { $0.index == index ? $0.steps : nil } ?? SequentialSteps(runs[index])
      last = (index, steps)
      steps.run(until: .now + .milliseconds(10)) { self.isStopped }
      runs[index].publish()
      if .now - lastUpdate > .milliseconds(40) {
        lastUpdate = .now
        try update()
      }
    }
  }

  /// The instance furthest behind that no thread has, or `nil` when there is none.
  private func take() -> Int? {
    taken.withLock { taken in
      let free = runs.indices.filter { !taken[$0] && !runs[$0].isDone }
      guard let index = free.min(by: { runs[$0].step < runs[$1].step }) else { return nil }
      taken[index] = true
      return index
    }
  }

  private func giveBack(_ index: Int) { taken.withLock { $0[index] = false } }
}
