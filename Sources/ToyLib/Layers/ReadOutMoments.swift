internal import CToyEngine

/// The moments of a chunk's hidden values h and targets t. See ``ReadOutShape``.
final class ReadOutMoments {
  private let shape: ReadOutShape
  /// H = Σ h hᵀ, S = Σ h, and T = Σ t hᵀ in rows of whole vectors.
  private let squares: AlignedFloats, sums: AlignedFloats, products: AlignedFloats
  /// Σ t and Σ t² of each output.
  private let targets: AlignedFloats, targetSquares: AlignedFloats
  private let packedSquares: AlignedFloats
  /// H W, [block of outputs][hidden][16].
  private let image: AlignedFloats
  /// w·S, wᵀH w and w·T of each output's weights w.
  private let means: AlignedFloats, quadratics: AlignedFloats, overlaps: AlignedFloats
  private var samples = 0

  init(_ shape: ReadOutShape) {
    self.shape = shape
    let (n, m) = (shape.outputs, shape.hidden)
    squares = AlignedFloats(count: m * m)
    packedSquares = AlignedFloats(count: m * m)
    sums = AlignedFloats(count: m)
    products = AlignedFloats(count: n * ((m + 15) / 16 * 16))
    targets = AlignedFloats(count: n)
    targetSquares = AlignedFloats(count: n)
    image = AlignedFloats(count: (n + 15) / 16 * m * 16)
    let lanes = (n + 15) / 16 * 16
    means = AlignedFloats(count: lanes)
    quadratics = AlignedFloats(count: lanes)
    overlaps = AlignedFloats(count: lanes)
  }

  func take(
    _ hidden: UnsafePointer<Float>, _ lists: LayerLists, samples: Int, blocks: Int, _ kernels: EngineKernels
  ) {
    self.samples = samples
    for memory in [squares, sums, products, targets, targetSquares] {
      memory.pointer.update(repeating: 0, count: memory.count)
    }
    let m = Int32(shape.hidden)
    kernels.outerSquare(hidden, m, Int32(blocks), squares.pointer)
    kernels.biasSums(hidden, m, Int32(blocks), sums.pointer)
    var read = EngineLayer(inputs: Int32(shape.outputs), outputs: m, bias: nil)
    kernels.listOuter(&read, hidden, &lists.entries, Int32(blocks), lists.rows.pointer, products.pointer)
    for entry in 0..<Int(lists.entries.start[(blocks + 3) / 4]) {
      let (output, value) = (Int(lists.entries.feature[entry]), lists.entries.value[entry])
      targets.pointer[output] += value
      targetSquares.pointer[output] += value * value
    }
  }

  /// Adds the last layer's gradients to `gradients`.
  ///
  /// - Returns: The loss of the outputs, and what it would be if they were zeros. Both are sums over samples.
  func finish(
    _ weights: ReadOutWeights, into gradients: UnsafeMutablePointer<Float>, _ kernels: EngineKernels
  ) -> (loss: Double, targetLoss: Double) {
    let m = shape.hidden
    kernels.packLayer(squares.pointer, Int32(m), Int32(m), false, packedSquares.pointer)
    var square = EngineLayer(inputs: Int32(m), outputs: Int32(m), bias: nil)
    kernels.layerProduct(
      &square, packedSquares.pointer, nil, weights.lanes.pointer, Int32(weights.blocks), image.pointer)
    var layer = weights.engine
    kernels.readOutGradients(
      &layer, weights.lanes.pointer, image.pointer, sums.pointer, products.pointer,
      gradients + shape.weights.offset, means.pointer, quadratics.pointer, overlaps.pointer)
    if let bias = shape.bias { addBiasGradients(layer, to: gradients + bias.offset) }
    return losses(layer)
  }

  private func addBiasGradients(_ layer: EngineReadOut, to gradients: UnsafeMutablePointer<Float>) {
    for i in 0..<shape.outputs {
      let bias = layer.bias?[i] ?? 0
      gradients[i] += 2 * layer.importance[i] * (means.pointer[i] + bias * Float(samples) - targets.pointer[i])
    }
  }

  /// Σ c (w·h + b − t)², multiplied out, and Σ c t².
  private func losses(_ layer: EngineReadOut) -> (loss: Double, targetLoss: Double) {
    var (loss, targetLoss) = (0.0, 0.0)
    for i in 0..<shape.outputs {
      let (c, b) = (Double(layer.importance[i]), layer.bias?[i] ?? 0)
      let mine = Double(quadratics.pointer[i] + b * (2 * means.pointer[i] + b * Float(samples)))
      let theirs = Double(overlaps.pointer[i] + b * targets.pointer[i])
      loss += c * (mine - 2 * theirs + Double(targetSquares.pointer[i]))
      targetLoss += c * Double(targetSquares.pointer[i])
    }
    return (loss, targetLoss)
  }
}
