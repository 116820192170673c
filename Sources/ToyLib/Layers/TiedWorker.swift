internal import CToyEngine

/// One thread's working memory for a ``TiedShape``, and the computation of one chunk by the Gram matrix.
///
/// `@unchecked Sendable`: only one thread at a time uses it.
final class TiedWorker: @unchecked Sendable {
  private let shape: TiedShape
  private let samples: GramSamples
  private let kernels: EngineKernels
  private let memory: GramMemory
  private let importance: AlignedFloats
  /// Wᵀ and its gradient: [features][hidden].
  private let encoder: AlignedFloats, gradient: AlignedFloats
  /// Of a model without biases.
  private let zeros: AlignedFloats, unused: AlignedFloats
  /// The version of the parameters that `encoder` has.
  private var version: Int?

  init(_ shape: TiedShape, _ samples: GramSamples, chunk: Int, kernels: EngineKernels) {
    self.shape = shape
    self.samples = samples
    self.kernels = kernels
    let (n, m) = (shape.features, shape.hidden)
    memory = GramMemory(features: n, hidden: m, samples: chunk, drawnAsLists: samples.drawsLists)
    importance = AlignedFloats(shape.importance)
    encoder = AlignedFloats(count: n * m)
    gradient = AlignedFloats(count: n * m)
    zeros = AlignedFloats(count: n)
    unused = AlignedFloats(count: n)
  }

  /// The gradients of samples `first ..< first + count`, into `sums`; returns the loss. Both are sums over samples.
  ///
  /// Equal versions are equal parameters.
  func gradients(
    first: Int, count: Int, key: RandomKey, stream: EngineStream, parameters: AlignedFloats, version: Int,
    into sums: AlignedFloats
  ) -> Double {
    let (n, m) = (shape.features, shape.hidden)
    if self.version != version {
      transpose(parameters.pointer + shape.weights.offset, rows: m, columns: n, into: encoder.pointer)
      self.version = version
    }
    let drawn = samples.draw(first: first, count: count, key: key, stream: stream, into: memory, kernels: kernels)
    var model = EngineModel(
      features: Int32(n), hidden: Int32(m), tied: true, hiddenReLU: false, outputReLU: shape.hasOutputReLU,
      absoluteTarget: false, sparseInputs: false, hiddenPenalty: 0, encoder: encoder.pointer, decoder: encoder.pointer,
      bias: shape.bias.map { parameters.pointer + $0.offset } ?? zeros.pointer, importance: importance.pointer)
    var out = EngineSums(
      encoder: gradient.pointer, decoder: nil, bias: shape.bias.map { sums.pointer + $0.offset } ?? unused.pointer,
      loss: 0)
    kernels.gramGradients(&model, &memory.lists, drawn.samples, drawn.zeroSamples, &memory.scratch, &out)
    transpose(gradient.pointer, rows: n, columns: m, into: sums.pointer + shape.weights.offset)
    return Double(out.loss)
  }

  private func transpose(
    _ from: UnsafePointer<Float>, rows: Int, columns: Int, into to: UnsafeMutablePointer<Float>
  ) {
    for column in 0..<columns {
      for row in 0..<rows { to[column * rows + row] = from[row * columns + column] }
    }
  }
}
