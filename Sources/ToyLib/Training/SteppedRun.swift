internal import CToyEngine

/// One model during training, as the threads that train it see it. Its state is consistent between
/// steps; one thread at a time advances it.
protocol SteppedRun: AnyObject, Sendable {
  /// One thread's working memory.
  associatedtype Worker

  /// The number of updates so far.
  var step: Int { get }
  var isDone: Bool { get }
  /// The parts of a step. Their sums are added in order.
  var chunks: Int { get }
  /// Numbers in the sums of a chunk.
  var gradientCount: Int { get }
  var kernels: EngineKernels { get }

  func makeWorker() -> Worker
  /// Writes the gradients of one chunk of the current step; returns its loss. Both are sums over
  /// samples.
  func gradients(chunk: Int, by worker: Worker, into sums: AlignedFloats) -> Double
  /// One update. `sum` adds the sums of all chunks, in order, to the buffer that it is given; it
  /// returns `nil` if cancelled, and then nothing changes.
  func advance(_ sum: (AlignedFloats) -> Double?)
  /// Copies the current state for observers. Called between steps by the thread that trains.
  func publish()
}
