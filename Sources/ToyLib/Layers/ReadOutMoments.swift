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
  /// Takes the gradients of outputs that do not exist.
  private let spare: AlignedFloats
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
    spare = AlignedFloats(count: m)
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
    kernels.packLayer(squares.pointer, Int32(m), Int32(m), false, packedSquares.pointer)
    var square = EngineLayer(inputs: Int32(m), outputs: Int32(m), bias: nil)
    kernels.layerProduct(
      &square, packedSquares.pointer, nil, weights.lanes.pointer, Int32(weights.blocks), image.pointer)
    var loss = 0.0
    var targetLoss = 0.0
    for first in Swift.stride(from: 0, to: shape.outputs, by: 4) {
      let sums = addGradients(ofFour: first, weights, to: gradients + shape.weights.offset)
      for i in first..<min(first + 4, shape.outputs) {
        let (c, b, _) = weights.output(i)
        let (mean, square, product) = (sums.mean[i - first], sums.square[i - first], sums.product[i - first])
        let count = Float(samples)
        if let bias = shape.bias {
          gradients[bias.offset + i] += 2 * c * (mean + b * count - targets.pointer[i])
        }
        // Σ (w·h + b − t)², multiplied out.
        let (mine, theirs) = (Double(square + b * (2 * mean + b * count)), Double(product + b * targets.pointer[i]))
        loss += Double(c) * (mine - 2 * theirs + Double(targetSquares.pointer[i]))
        targetLoss += Double(c) * Double(targetSquares.pointer[i])
      }
    }
    return (loss, targetLoss)
  }

  /// Adds the gradients of the weights of four outputs, which are lanes: one after the other, each sum would wait for
  /// itself.
  ///
  /// - Returns: Of each output w·S, wᵀH w and w·T.
  private func addGradients(
    ofFour first: Int, _ weights: ReadOutWeights, to gradients: UnsafeMutablePointer<Float>
  ) -> (mean: SIMD4<Float>, square: SIMD4<Float>, product: SIMD4<Float>) {
    let (m, last) = (shape.hidden, shape.outputs - 1)
    let stride = (m + 15) / 16 * 16
    var (factor, bias) = (SIMD4<Float>(), SIMD4<Float>())
    for lane in 0..<min(4, shape.outputs - first) {
      let (c, b, _) = weights.output(first + lane)
      (factor[lane], bias[lane]) = (2 * c, b)
    }
    func own(_ lane: Int) -> UnsafeMutablePointer<Float> { products.pointer + min(first + lane, last) * stride }
    func to(_ lane: Int) -> UnsafeMutablePointer<Float> {
      first + lane <= last ? gradients + (first + lane) * m : spare.pointer
    }
    let (own0, own1, own2, own3) = (own(0), own(1), own(2), own(3))
    let (to0, to1, to2, to3) = (to(0), to(1), to(2), to(3))
    let start = first / 16 * m * 16 + first % 16
    let images = UnsafeRawPointer(image.pointer + start)
    let weightLanes = UnsafeRawPointer(weights.lanes.pointer + start)
    let sums = sums.pointer
    var (mean, square, product) = (SIMD4<Float>(), SIMD4<Float>(), SIMD4<Float>())
    for k in 0..<m {
      let both = images.load(fromByteOffset: k * 64, as: SIMD4<Float>.self)
      let w = weightLanes.load(fromByteOffset: k * 64, as: SIMD4<Float>.self)
      let own = SIMD4(own0[k], own1[k], own2[k], own3[k])
      mean += w * sums[k]
      square += w * both
      product += w * own
      let gradient = factor * (both + bias * sums[k] - own)
      to0[k] += gradient[0]
      to1[k] += gradient[1]
      to2[k] += gradient[2]
      to3[k] += gradient[3]
    }
    return (mean, square, product)
  }
}
