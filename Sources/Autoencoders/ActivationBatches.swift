public import ToyLib

/// Batches of activations for one training run, in blocks of sixteen.
final class ActivationBatches {
  private let source: Activations
  private let samples: SampleBlocks
  private let directions: [Float]
  private let products: LaneProducts
  private let block: UnsafeMutablePointer<Lanes>
  /// All blocks of a step, for autoencoders that look at them twice.
  private var kept: UnsafeMutablePointer<Lanes>?
  private let dimensions: Int
  /// Samples in a batch.
  var count: Int { samples.count }

  init(_ source: Activations, batch: Int, key: RandomKey) throws {
    self.source = source
    samples = try SampleBlocks(source.features, batch: batch, key: key)
    directions = source.directions.elements
    dimensions = source.dimensions
    products = LaneProducts(columns: dimensions)
    block = .zeros(dimensions)
  }

  deinit {
    block.deallocate()
    kept?.deallocate()
  }

  /// Passes every block of a step to `pass`. Samples of zeros are passed together, as one sample
  /// with a large weight.
  func feed(_ pass: AutoencoderPass, step: Int, purpose: RandomPurpose = .training) {
    let batch = samples.batch(step: step, purpose: purpose)
    for b in 0..<batch.blocks {
      embed(batch, b, into: block)
      pass.add(block, weight: Lanes(repeating: 1))
    }
    zeros(of: batch) { pass.add($0, weight: $1) }
  }

  /// Passes a step to a BatchTopK autoencoder, which first looks at the whole batch. Returns the limit
  /// above which its latents are active.
  func feedChoosing(_ pass: AutoencoderPass, step: Int) -> Float {
    let batch = samples.batch(step: step)
    let blocks = kept ?? .zeros((count + 15) / 16 * dimensions)
    kept = blocks
    for b in 0..<batch.blocks {
      embed(batch, b, into: blocks + b * dimensions)
      pass.note(blocks + b * dimensions, weight: Lanes(repeating: 1))
    }
    zeros(of: batch) { pass.note($0, weight: $1) }
    let limit = pass.limitActive(samples: count)
    for b in 0..<batch.blocks { pass.add(blocks + b * dimensions, weight: Lanes(repeating: 1)) }
    zeros(of: batch) { pass.add($0, weight: $1) }
    return limit
  }

  private func embed(_ batch: SampleBlocks.Batch, _ number: Int, into block: UnsafeMutablePointer<Lanes>) {
    directions.withUnsafeBufferPointer { directions in
      guard let rows = directions.baseAddress else { return }
      products.embed(
        batch.lanes + number * samples.features, rows, count: samples.features,
        rectified: source.activation == .relu, into: block)
    }
  }

  /// Samples of zeros, as one with a large weight, if there are any.
  private func zeros(of batch: SampleBlocks.Batch, _ body: (UnsafePointer<Lanes>, Lanes) -> Void) {
    guard batch.zeroSamples != 0 else { return }
    for k in 0..<dimensions { block[k] = Lanes() }
    var weight = Lanes()
    weight[0] = batch.zeroSamples
    body(block, weight)
  }
}

extension SparseAutoencoder {
  /// The loss on given activations [samples, inputs], and its derivatives in the layout of
  /// `parameters`, as in training: BatchTopK chooses among the given activations, and the loss is the
  /// mean over `prefixes`.
  package func lossAndGradient(
    on activations: Matrix, prefixes: [Int]? = nil
  ) throws -> (AutoencoderLoss, [Float]) {
    try lossAndGradient(on: activations, prefixes: prefixes, isTraining: true)
  }

  private func lossAndGradient(
    on activations: Matrix, prefixes: [Int]? = nil, isTraining: Bool
  ) throws -> (AutoencoderLoss, [Float]) {
    try check(activations)
    try AutoencoderError.require(
      activations.rows >= 1, "activations", activations.rows, "at least 1")
    let pass = AutoencoderPass(self)
    pass.begin(parameters, prefixes: prefixes)
    if isTraining && pass.needsNotes {
      forEachBlock(of: activations) { pass.note($0, weight: $1) }
      pass.limitActive(samples: activations.rows)
    }
    forEachBlock(of: activations) { pass.add($0, weight: $1) }
    var gradient = [Float](repeating: 0, count: parameters.count)
    let loss = pass.finish(count: Float(activations.rows), gradient: &gradient)
    return (loss, gradient)
  }

  private func forEachBlock(
    of activations: Matrix, _ body: (UnsafePointer<Lanes>, Lanes) -> Void
  ) {
    let block = UnsafeMutablePointer<Lanes>.allocate(capacity: inputs)
    defer { block.deallocate() }
    for first in stride(from: 0, to: activations.rows, by: 16) {
      var weight = Lanes()
      block.initialize(repeating: Lanes(), count: inputs)
      for lane in 0..<min(16, activations.rows - first) {
        weight[lane] = 1
        for k in 0..<inputs { block[k][lane] = activations[first + lane, k] }
      }
      body(block, weight)
    }
  }

  /// The parts of the loss on given activations [samples, inputs]. A BatchTopK autoencoder uses its
  /// threshold.
  public func loss(on activations: Matrix) throws -> AutoencoderLoss {
    try lossAndGradient(on: activations, isTraining: false).0
  }
}
