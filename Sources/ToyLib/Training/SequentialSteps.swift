internal import CToyEngine

/// Runs one instance's steps on one thread.
final class SequentialSteps<Run: SteppedRun> {
  private let run: Run
  private let worker: Run.Worker
  private let partial: AlignedFloats

  init(_ run: Run) {
    self.run = run
    worker = run.makeWorker()
    partial = AlignedFloats(count: run.gradientCount)
  }

  /// Runs steps until `deadline`, the instance's end, or `isStopped`.
  func run(until deadline: ContinuousClock.Instant, isStopped: () -> Bool) {
    var stride = 1  // steps between two looks at the clock
    while !run.isDone && !isStopped() {
      let before = ContinuousClock.now
      guard before < deadline else { return }
      for _ in 0..<stride where !run.isDone { run.advance { self.sum(into: $0, isStopped) } }
      if ContinuousClock.now - before < .microseconds(500) { stride = min(stride * 2, 4096) }
    }
  }

  private func sum(into gradients: AlignedFloats, _ isStopped: () -> Bool) -> Double? {
    var loss = 0.0
    for chunk in 0..<run.chunks {
      if chunk > 0 && isStopped() { return nil }
      let buffer = chunk == 0 ? gradients : partial
      loss += run.gradients(chunk: chunk, by: worker, into: buffer)
      if chunk > 0 {
        run.kernels.add(Int64(gradients.count), gradients.pointer, partial.pointer)
      }
    }
    return loss
  }
}
