internal import CToyEngine

/// A last layer's weights, as products by moments read them. See ``ReadOutShape``.
final class ReadOutWeights {
  private let shape: ReadOutShape
  private let importance: AlignedFloats
  /// W in blocks of sixteen outputs, [block][hidden][16], and the same times 2 c.
  let lanes: AlignedFloats
  private let scaledLanes: AlignedFloats
  /// −2 c W in rows of whole vectors.
  private let rows: AlignedFloats
  /// 2 Wᵀ c W, also in the order in which products read it, and 2 Wᵀ c b.
  private let square: AlignedFloats
  private let packedSquare: AlignedFloats
  private let offset: AlignedFloats
  private var values: AlignedFloats?

  init(_ shape: ReadOutShape) {
    self.shape = shape
    let (n, m) = (shape.outputs, shape.hidden)
    importance = AlignedFloats(shape.importance)
    lanes = AlignedFloats(count: (n + 15) / 16 * m * 16)
    scaledLanes = AlignedFloats(count: lanes.count)
    rows = AlignedFloats(count: n * ((m + 15) / 16 * 16))
    square = AlignedFloats(count: m * m)
    packedSquare = AlignedFloats(count: m * m)
    offset = AlignedFloats(count: m)
  }

  /// Blocks of sixteen outputs.
  var blocks: Int { (shape.outputs + 15) / 16 }

  /// The layer as the engine reads it.
  var engine: EngineReadOut {
    guard let values = values.map({ UnsafePointer($0.pointer) }) else {
      preconditionFailure("A read-out has no weights before use(_:_:)")
    }
    return EngineReadOut(
      outputs: Int32(shape.outputs), hidden: Int32(shape.hidden), importance: importance.pointer,
      weights: values + shape.weights.offset, bias: shape.bias.map { values + $0.offset })
  }

  /// Makes `parameters` the weights of the next chunks.
  func use(_ parameters: AlignedFloats, _ kernels: EngineKernels) {
    values = parameters
    let m = shape.hidden
    var layer = engine
    kernels.readOutWeights(&layer, lanes.pointer, scaledLanes.pointer, rows.pointer, offset.pointer)
    square.pointer.update(repeating: 0, count: m * m)
    var product = EngineLayer(inputs: Int32(m), outputs: Int32(m), bias: nil)
    kernels.layerOuter(&product, scaledLanes.pointer, lanes.pointer, Int32(blocks), square.pointer)
    kernels.packLayer(square.pointer, Int32(m), Int32(m), false, packedSquare.pointer)
  }

  /// 2 (Wᵀ c W h + Wᵀ c b − Wᵀ c t) of each sample.
  func hiddenGradient(
    _ hidden: UnsafePointer<Float>, _ targets: LayerLists, blocks: Int, into to: UnsafeMutablePointer<Float>,
    _ kernels: EngineKernels
  ) {
    let m = Int32(shape.hidden)
    var square = EngineLayer(inputs: m, outputs: m, bias: offset.pointer)
    kernels.layerProduct(&square, packedSquare.pointer, nil, hidden, Int32(blocks), to)
    var read = EngineLayer(inputs: Int32(shape.outputs), outputs: m, bias: nil)
    kernels.listProduct(
      &read, rows.pointer, to, &targets.entries, Int32(blocks), targets.rows.pointer, to)
  }
}
