internal import CToyEngine

/// One thread's working memory for a model with a ``ReadOutShape``, and the computation of one chunk by moments.
///
/// `@unchecked Sendable`: only one thread at a time uses it.
final class ReadOutWorker: @unchecked Sendable {
  private let shape: ReadOutShape
  private let pass: LayerWorker
  private let samples: LayerSamples
  private let kernels: EngineKernels
  /// The targets that are not 0.
  private let targets: LayerLists
  private let moments: ReadOutMoments
  private let weights: ReadOutWeights
  /// The version of the parameters that `weights` has.
  private var version: Int?

  /// Below this fraction of the mean squared target, the loss by moments is a difference of large numbers, and the
  /// chunk is computed layer by layer.
  private static let leastLoss = 1e-3

  init(
    _ shape: ReadOutShape, _ way: GradientWay, _ features: any FeatureSampler, chunk: Int, kernels: EngineKernels
  ) {
    self.shape = shape
    self.kernels = kernels
    // All samples count once, those of zeros too.
    let plan = SamplingPlan(features, skippingZeros: false)
    samples = LayerSamples(plan, chunk: chunk, kernels: kernels)
    pass = LayerWorker(
      way.model, samples: chunk, density: plan.density, trained: way.trained, kernels: kernels)
    targets = LayerLists(inputs: shape.outputs, outputs: shape.hidden, blocks: (chunk + 15) / 16 + 1)
    moments = ReadOutMoments(shape)
    weights = ReadOutWeights(shape)
  }

  /// The gradients of samples `first ..< first + count`, added to `sums`, which are zeros; returns the loss. Both are
  /// sums over samples. Equal versions are equal parameters.
  func gradients(
    first: Int, count: Int, key: RandomKey, stream: EngineStream, parameters: AlignedFloats, version: Int,
    into sums: AlignedFloats
  ) -> Double {
    pass.use(parameters, version: version)
    if self.version != version {
      weights.use(parameters, kernels)
      self.version = version
    }
    let drawn = samples.draw(first: first, count: count, key: key, stream: stream)
    pass.forwardToReadOut(drawn.x, blocks: drawn.count)
    let hidden = pass.values[shape.layer.input].pointer
    clearPadding(hidden, count: count, blocks: drawn.count)
    listTargets(drawn.x, blocks: drawn.count)
    moments.take(hidden, targets, samples: count, blocks: drawn.count, kernels)
    let (loss, targetLoss) = moments.finish(weights, into: sums.pointer, kernels)
    guard loss > Self.leastLoss * targetLoss else {
      sums.pointer.update(repeating: 0, count: sums.count)
      return pass.loss(drawn.x, blocks: drawn.count, weights: drawn.weights, gradients: sums.pointer)
    }
    return loss + backward(drawn, hidden, count: count, into: sums)
  }

  private func listTargets(_ x: UnsafePointer<Float>, blocks: Int) {
    if let pairs = pass.pairs {
      targets.list(pairs, of: x, inputs: pass.model.inputs, blocks: blocks, kernels)
    } else {
      targets.list(pass.targets(x, blocks: blocks), inputs: shape.outputs, blocks: blocks, kernels)
    }
  }

  /// The gradients by the other layers; returns the penalties on activations.
  private func backward(
    _ drawn: LayerSamples.Blocks, _ hidden: UnsafePointer<Float>, count: Int, into sums: AlignedFloats
  ) -> Double {
    var back = BackwardPass(count: pass.model.plan.widths.count)
    if pass.needsGradient[shape.layer.input] {
      let (gradient, _) = back.start(shape.layer.input, in: pass.gradients)
      weights.hiddenGradient(hidden, targets, blocks: drawn.count, into: gradient, kernels)
      clearPadding(gradient, count: count, blocks: drawn.count)
    }
    let penalties = pass.activationPenalties(drawn.x, drawn.count, drawn.weights, &back)
    pass.backward(drawn.x, drawn.count, &back, into: sums.pointer)
    return penalties
  }

  /// The lanes of the last block that are no samples are zeros.
  private func clearPadding(_ values: UnsafeMutablePointer<Float>, count: Int, blocks: Int) {
    for lane in count..<blocks * 16 {
      for unit in 0..<shape.hidden { values[(lane / 16 * shape.hidden + unit) * 16 + lane % 16] = 0 }
    }
  }
}
