internal import Foundation
internal import Synchronization

/// The threads of a training run: the caller's and `threads` − 1 more.
///
/// With enough instances each thread takes the one that is furthest behind, for a few milliseconds
/// at a time, so that all end together; with fewer, threads share the chunks of a step.
final class Crew: Sendable {
  private let runs: [InstanceRun]
  private let threads: Int
  private let stopped = Atomic<Bool>(false)
  private let taken: Mutex<[Bool]>

  init(_ runs: [InstanceRun], threads: Int) {
    self.runs = runs
    self.threads = threads
    taken = Mutex(Array(repeating: false, count: runs.count))
  }

  /// Trains to the end. `look` is called about every 40 ms on this thread; what it throws stops
  /// all, and is thrown once every thread has ended.
  func work(look: () throws -> Void) throws {
    let helpers = DispatchGroup()
    defer { helpers.wait() }
    do {
      if runs.count >= threads || runs.allSatisfy({ $0.instance.chunks == 1 }) {
        for _ in 1..<max(1, min(threads, runs.count)) { start(in: helpers) { try? self.slices {} } }
        try slices(look)
      } else {
        try teams(helpers, look)
      }
      while helpers.wait(timeout: .now() + .milliseconds(40)) == .timedOut { try look() }
      if Cancellation.isRequested { throw CancellationError() }
    } catch {
      stopped.store(true, ordering: .releasing)
      throw error
    }
  }

  /// A team for each instance: the first led by this thread, the others by threads of their own.
  private func teams(_ helpers: DispatchGroup, _ look: () throws -> Void) throws {
    let teams = runs.map { Team($0, isStopped: { self.isStopped }) }
    for thread in 1..<threads {
      let team = teams[thread % teams.count]
      if thread < teams.count {
        start(in: helpers) { try? team.lead {} }
      } else if thread / teams.count < runs[thread % teams.count].instance.chunks {
        start(in: helpers) { team.help() }
      }
    }
    try teams[0].lead(look: look)
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

  private func slices(_ look: () throws -> Void) throws {
    // One at a time, so that memory does not grow with instances.
    var last: (index: Int, worker: SoloWorker)?
    var lastLook = ContinuousClock.now
    while !isStopped, let index = take() {
      defer { giveBack(index) }
      let worker = last.flatMap { $0.index == index ? $0.worker : nil } ?? SoloWorker(runs[index])
      last = (index, worker)
      worker.advance(until: .now + .milliseconds(10)) { self.isStopped }
      runs[index].publish()
      if .now - lastLook > .milliseconds(40) {
        lastLook = .now
        try look()
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
