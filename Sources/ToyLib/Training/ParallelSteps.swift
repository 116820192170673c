internal import CToyEngine
internal import Foundation
internal import Synchronization

/// Runs one instance's steps on several threads, which share the chunks of each step.
///
/// A ticket is the number of a chunk, counted over all steps. A step ends when all of its tickets
/// are done. Its chunks are then added in order, so the result does not depend on which thread made
/// which chunk.
final class ParallelSteps<Run: SteppedRun>: @unchecked Sendable {  // What is not atomic is written between steps only.
  private let run: Run
  private let chunks: Int
  /// Each chunk's gradients and loss.
  private let partial: [AlignedFloats]
  private let losses: UnsafeMutableBufferPointer<Double>
  private let isStopped: @Sendable () -> Bool

  private let next = Atomic<Int>(0), limit = Atomic<Int>(0), done = Atomic<Int>(0)
  private let finished = Atomic<Bool>(false)

  init(_ run: Run, isStopped: @escaping @Sendable () -> Bool) {
    self.run = run
    self.isStopped = isStopped
    chunks = run.chunks
    partial = (0..<chunks).map { _ in AlignedFloats(count: run.gradientCount) }
    losses = .allocate(capacity: chunks)
    losses.initialize(repeating: 0)
  }

  deinit { losses.deallocate() }

  /// Works on chunks until ``run(update:)`` has returned. For every thread but one.
  func help() {
    let worker = run.makeWorker()
    var idle = 0
    while !finished.load(ordering: .acquiring) {
      if takeTicket(worker) { idle = 0 } else { idle = wait(idle) }
    }
  }

  /// Runs steps until the instance is done or stopped, and calls `update` about every 40 ms. For
  /// one thread.
  func run(update: () throws -> Void) throws {
    defer { finished.store(true, ordering: .releasing) }
    let worker = run.makeWorker()
    var lastUpdate = ContinuousClock.now
    while !run.isDone && !isStopped() {
      run.advance { self.sum(into: $0, worker) }
      if .now - lastUpdate > .milliseconds(40) {
        lastUpdate = .now
        run.publish()
        try update()
      }
    }
  }

  private func sum(into gradients: AlignedFloats, _ worker: Run.Worker) -> Double? {
    let end = limit.load(ordering: .relaxed) + chunks
    limit.store(end, ordering: .releasing)
    while takeTicket(worker) {}
    var idle = 0
    while done.load(ordering: .acquiring) < end { idle = wait(idle) }
    if isStopped() { return nil }
    gradients.pointer.update(from: partial[0].pointer, count: gradients.count)
    for chunk in partial.dropFirst() {
      run.kernels.add(Int64(gradients.count), gradients.pointer, chunk.pointer)
    }
    return losses.reduce(0, +)
  }

  /// Does one chunk of the current step; false when none is left.
  private func takeTicket(_ worker: Run.Worker) -> Bool {
    let ticket = next.load(ordering: .acquiring)
    guard ticket < limit.load(ordering: .acquiring) else { return false }
    guard
      next.compareExchange(expected: ticket, desired: ticket + 1, ordering: .acquiringAndReleasing)
        .exchanged
    else { return true }
    let chunk = ticket % chunks
    if !isStopped() {
      losses[chunk] = run.gradients(chunk: chunk, by: worker, into: partial[chunk])
    }
    done.add(1, ordering: .acquiringAndReleasing)
    return true
  }

  /// Waits a little: first on the core, then by yielding it to other threads.
  private func wait(_ idle: Int) -> Int {
    if idle < 4000 { enginePause() } else { sched_yield() }
    return idle + 1
  }
}
