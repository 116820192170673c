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
  }

  func take(
    _ hidden: UnsafePointer<Float>, _ lists: LayerLists, samples: Int, blocks: Int, _ kernels: EngineKernels
  ) {
    self.samples = samples
    for memory in [squares, sums, products, targets, targetSquares] {
      memory.pointer.update(repeating: 0, count: memory.count)
    }
    let m = Int32(shape.hidden)
    var square = EngineLayer(inputs: m, outputs: m, bias: nil)
    kernels.layerOuter(&square, hidden, hidden, Int32(blocks), squares.pointer)
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
    let stride = (m + 15) / 16 * 16
    kernels.packLayer(squares.pointer, Int32(m), Int32(m), false, packedSquares.pointer)
    var square = EngineLayer(inputs: Int32(m), outputs: Int32(m), bias: nil)
    kernels.layerProduct(
      &square, packedSquares.pointer, nil, weights.lanes.pointer, Int32(weights.blocks), image.pointer)
    var loss = 0.0
    var targetLoss = 0.0
    for i in 0..<shape.outputs {
      let (c, b, w) = weights.output(i)
      let own = products.pointer + i * stride
      let lane = image.pointer + i / 16 * m * 16 + i % 16
      let to = gradients + shape.weights.offset + i * m
      var mean: Float = 0
      var square: Float = 0
      var product: Float = 0
      for k in 0..<m {
        let both = lane[k * 16]
        to[k] += 2 * c * (both + b * sums.pointer[k] - own[k])
        mean += w[k] * sums.pointer[k]
        square += w[k] * both
        product += w[k] * own[k]
      }
      let count = Float(samples)
      if let bias = shape.bias {
        gradients[bias.offset + i] += 2 * c * (mean + b * count - targets.pointer[i])
      }
      // Σ (w·h + b − t)², multiplied out.
      let (mine, theirs) = (Double(square + b * (2 * mean + b * count)), Double(product + b * targets.pointer[i]))
      loss += Double(c) * (mine - 2 * theirs + Double(targetSquares.pointer[i]))
      targetLoss += Double(c) * Double(targetSquares.pointer[i])
    }
    return (loss, targetLoss)
  }
}
