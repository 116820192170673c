internal import CToyEngine

/// A layer's weights in the orders in which its products read them.
final class PackedWeights {
  private let outputs: Int, inputs: Int
  /// For Wx.
  let forward: AlignedFloats?
  /// For Wᵀδ.
  let backward: AlignedFloats?
  /// Wᵀ in rows of whole vectors, for products with lists of present inputs.
  let columns: AlignedFloats?
  private let stride: Int

  init(outputs: Int, inputs: Int, forward: Bool, backward: Bool, columns: Bool) {
    self.outputs = outputs
    self.inputs = inputs
    stride = (outputs + 15) / 16 * 16
    let count = outputs * inputs
    self.forward = forward ? AlignedFloats(count: count) : nil
    self.backward = backward ? AlignedFloats(count: count) : nil
    self.columns = columns ? AlignedFloats(count: inputs * stride) : nil
  }

  /// Weights are [outputs][inputs], or [inputs][outputs] where `transposed`.
  func pack(_ weights: UnsafePointer<Float>, transposed: Bool, _ kernels: EngineKernels) {
    if let forward {
      kernels.packLayer(weights, Int32(outputs), Int32(inputs), transposed, forward.pointer)
    }
    if let backward {
      kernels.packLayer(weights, Int32(inputs), Int32(outputs), !transposed, backward.pointer)
    }
    guard let columns else { return }
    for i in 0..<inputs {
      for k in 0..<outputs {
        columns.pointer[i * stride + k] = transposed ? weights[i * outputs + k] : weights[k * inputs + i]
      }
    }
  }
}

extension PackedWeights {
  /// Weights are a matrix [outputs, inputs], or [inputs, outputs] where `transposed`.
  func pack(_ weights: Matrix, transposed: Bool, _ kernels: EngineKernels) {
    weights.elements.withUnsafeBufferPointer { elements in
      guard let first = elements.baseAddress else { return }
      pack(first, transposed: transposed, kernels)
    }
  }
}

/// Lists of the inputs that are present in a chunk, and working memory for products with them.
final class LayerLists {
  var entries: EngineLists
  let rows: AlignedFloats
  private let sums: AlignedFloats
  private let inputs: Int
  // What `entries` points to.
  private let value: AlignedFloats
  private let feature: AlignedMemory<UInt16>
  private let sample: AlignedMemory<UInt8>
  private let start: AlignedMemory<Int32>

  /// For chunks of `blocks` blocks, and layers of at most `outputs` outputs.
  init(inputs: Int, outputs: Int, blocks: Int) {
    self.inputs = inputs
    let stride = (outputs + 15) / 16 * 16
    let room = inputs * blocks * 16 + 8
    value = AlignedFloats(uninitialized: room)
    feature = AlignedMemory(uninitialized: room)
    sample = AlignedMemory(uninitialized: room)
    start = AlignedMemory(count: blocks / 4 + 2)
    rows = AlignedFloats(count: blocks * 16 * stride)
    sums = AlignedFloats(count: inputs * stride)
    entries = EngineLists(
      value: value.pointer, feature: feature.pointer, sample: sample.pointer, start: start.pointer)
  }

  func list(_ x: UnsafePointer<Float>, inputs: Int, blocks: Int, _ kernels: EngineKernels) {
    kernels.listBlocks(x, Int32(inputs), Int32(blocks), &entries)
  }

  /// Lists the targets of pairs of inputs, which are not computed before.
  func list(
    _ pairs: PairTargets, of x: UnsafePointer<Float>, inputs: Int, blocks: Int, _ kernels: EngineKernels
  ) {
    kernels.listPairs(
      pairs.isLogical, pairs.first.pointer, pairs.second.pointer, Int32(pairs.count), x, Int32(inputs),
      Int32(blocks), pairs.present.pointer, &entries)
  }

  /// G += Σ δ xᵀ, in the order of the weights.
  func addOuter(
    _ layer: inout EngineLayer, _ delta: UnsafePointer<Float>, _ blocks: Int, transposed: Bool,
    _ to: UnsafeMutablePointer<Float>, _ kernels: EngineKernels
  ) {
    let outputs = Int(layer.outputs)
    let stride = (outputs + 15) / 16 * 16
    sums.pointer.update(repeating: 0, count: inputs * stride)
    kernels.listOuter(&layer, delta, &entries, Int32(blocks), rows.pointer, sums.pointer)
    for k in 0..<outputs {
      for i in 0..<inputs {
        to[transposed ? i * outputs + k : k * inputs + i] += sums.pointer[i * stride + k]
      }
    }
  }
}
