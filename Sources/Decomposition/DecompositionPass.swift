internal import ToyLib

/// Loss and gradient of a decomposition on chunks of samples; the memory of one thread. Gradients are
/// derived by hand.
///
/// Values of a chunk are in blocks of sixteen samples: [units][blocks].
final class DecompositionPass {
  /// The blocks of a chunk at most.
  static let blocks = 32

  private let target: LinearChain
  private let layout: PartsLayout
  private let penalty: Float
  private let power: Int
  private let parameters: UnsafeMutablePointer<Float>
  private let sums: UnsafeMutablePointer<Float>
  private let weights: [[Float]]
  private let layers: [LayerMemory]
  private let gates: GateMemory
  /// The target's last sums before the bias, the masked ones, and the gradient of these.
  private let outputs: LaneMemory, masked: LaneMemory, delta: LaneMemory
  private let back: LaneMemory
  private var blocks = 0
  private var reconstruction = Lanes(), layerwise = Lanes(), cost = Lanes()

  /// What belongs to one matrix.
  private final class LayerMemory {
    /// The matrix's inputs in the target, and with masks on all matrices.
    let input: LaneMemory, maskedInput: LaneMemory
    /// Inner activations V a of both.
    let inner: LaneMemory, maskedInner: LaneMemory
    let logit: LaneMemory, mask: LaneMemory, kept: LaneMemory
    /// Gradients by g, by inner activations, by q = m h.
    let byImportance: LaneMemory, byInner: LaneMemory, byKept: LaneMemory

    init(inputs: Int, parts: Int) {
      let room = DecompositionPass.blocks
      (input, maskedInput) = (LaneMemory(inputs * room), LaneMemory(inputs * room))
      (inner, maskedInner) = (LaneMemory(parts * room), LaneMemory(parts * room))
      (logit, mask, kept) = (LaneMemory(parts * room), LaneMemory(parts * room), LaneMemory(parts * room))
      (byImportance, byInner) = (LaneMemory(parts * room), LaneMemory(parts * room))
      byKept = LaneMemory(parts * room)
    }
  }

  /// The neurons of one gate.
  private final class GateMemory {
    let gelu = GELU()
    let z: LaneMemory, y: LaneMemory, dy: LaneMemory, dz: LaneMemory

    init(width: Int) {
      let room = width * DecompositionPass.blocks
      (z, y, dy, dz) = (LaneMemory(room), LaneMemory(room), LaneMemory(room), LaneMemory(room))
    }
  }

  init(_ decomposition: Decomposition, penalty: Float = 0, power: Int = 1) {
    target = decomposition.target
    layout = decomposition.layout
    self.penalty = penalty
    self.power = power
    parameters = .allocate(capacity: layout.count)
    parameters.initialize(repeating: 0, count: layout.count)
    sums = .allocate(capacity: layout.count)
    sums.initialize(repeating: 0, count: layout.count)
    weights = target.matrices.map(\.elements)
    layers = layout.widths.dropLast().map { [parts = layout.parts] in LayerMemory(inputs: $0, parts: parts) }
    gates = GateMemory(width: layout.gateWidth)
    let widest = layout.widths.max() ?? 1
    (outputs, masked) = (LaneMemory(widest * Self.blocks), LaneMemory(widest * Self.blocks))
    (delta, back) = (LaneMemory(widest * Self.blocks), LaneMemory(widest * Self.blocks))
  }

  deinit {
    parameters.deallocate()
    sums.deallocate()
  }

  /// Starts a batch with new parameters.
  func begin(_ values: [Float]) {
    for (i, value) in values.enumerated() { parameters[i] = value }
    sums.update(repeating: 0, count: layout.count)
    (reconstruction, layerwise, cost) = (Lanes(), Lanes(), Lanes())
  }

  private func left(_ layer: Int) -> LaneMatrix {
    LaneMatrix(
      weights: parameters + layout.left(layer).lowerBound, rows: layout.widths[layer + 1], columns: layout.parts)
  }

  private func right(_ layer: Int) -> LaneMatrix {
    LaneMatrix(
      weights: parameters + layout.right(layer).lowerBound, rows: layout.parts, columns: layout.widths[layer])
  }

  private func withTarget(_ layer: Int, _ body: (LaneMatrix) -> Void) {
    weights[layer].withUnsafeBufferPointer { buffer in
      guard let first = buffer.baseAddress else { return }
      body(LaneMatrix(weights: first, rows: layout.widths[layer + 1], columns: layout.widths[layer]))
    }
  }
}

// MARK: Forward

extension DecompositionPass {
  /// Computes the target's values and the gates' logits of a chunk [blocks][inputs].
  func enter(_ x: UnsafePointer<Lanes>, blocks: Int) {
    self.blocks = blocks
    let inputs = layout.widths[0]
    for b in 0..<blocks {
      for i in 0..<inputs { layers[0].input.pointer[i * blocks + b] = x[b * inputs + i] }
    }
    for layer in 0..<layout.layers {
      let out = layer + 1 < layout.layers ? layers[layer + 1].input : outputs
      withTarget(layer) { $0.times(layers[layer].input.pointer, blocks, into: out.pointer) }
      right(layer).times(layers[layer].input.pointer, blocks, into: layers[layer].inner.pointer)
      for part in 0..<layout.parts { openGate(layer, part) }
    }
  }

  /// A part's logits: d + Σ v GELU(w h + c).
  private func openGate(_ layer: Int, _ part: Int) {
    let gate = parameters + layout.gate(layer, part).lowerBound
    let width = layout.gateWidth
    fillGate(layer, part)
    let logit = layers[layer].logit.pointer + part * blocks
    for b in 0..<blocks {
      var sum = Lanes(repeating: gate[3 * width])
      for k in 0..<width { sum += gates.y.pointer[k * blocks + b] * gate[2 * width + k] }
      logit[b] = sum
    }
  }

  /// The neurons of a part's gate.
  private func fillGate(_ layer: Int, _ part: Int) {
    let gate = parameters + layout.gate(layer, part).lowerBound
    let width = layout.gateWidth
    let inner = layers[layer].inner.pointer + part * blocks
    for k in 0..<width {
      for b in 0..<blocks { gates.z.pointer[k * blocks + b] = inner[b] * gate[k] + gate[width + k] }
    }
    gates.gelu.values(gates.z.pointer, count: width * blocks, into: gates.y.pointer)
  }

  /// The importance of a part for a block's samples: the logit between 0 and 1.
  func importance(_ layer: Int, _ part: Int, block: Int) -> Lanes {
    layers[layer].logit.pointer[part * blocks + block].clamped(
      lowerBound: Lanes(), upperBound: Lanes(repeating: 1))
  }

  /// m = g + (1 − g) r for the random numbers of one pass: r[block][index of the part].
  private func drawMasks(_ random: UnsafePointer<Lanes>, stride: Int, offset: Int, _ layer: Int) {
    for part in 0..<layout.parts {
      for b in 0..<blocks {
        let g = importance(layer, part, block: b)
        layers[layer].mask.pointer[part * blocks + b] = g + (1 - g) * random[b * stride + offset + part]
      }
    }
  }

  /// q = m h, and the outputs of the matrix made of its masked parts.
  private func keep(_ layer: Int, _ inner: LaneMemory, into out: LaneMemory) {
    let memory = layers[layer]
    for i in 0..<layout.parts * blocks { memory.kept.pointer[i] = memory.mask.pointer[i] * inner.pointer[i] }
    left(layer).times(memory.kept.pointer, blocks, into: out.pointer)
  }
}

// MARK: Loss and gradient

extension DecompositionPass {
  /// How many random numbers a sample needs: masks for all matrices at once, and for each alone.
  static func masks(of layout: PartsLayout) -> Int { 2 * layout.layers * layout.parts }

  /// Adds the loss and the gradients of the chunk that was entered. `random` are uniform numbers
  /// [blocks][`masks`], `weights` how much each sample counts.
  func add(random: UnsafePointer<Lanes>, weights: [Lanes]) {
    for memory in layers {
      memory.byImportance.pointer.update(repeating: Lanes(), count: layout.parts * blocks)
      memory.byInner.pointer.update(repeating: Lanes(), count: layout.parts * blocks)
    }
    let stride = Self.masks(of: layout)
    maskAll(random, stride, weights)
    for layer in 0..<layout.layers {
      maskOne(layer, random, stride, offset: (layout.layers + layer) * layout.parts, weights)
    }
    for layer in 0..<layout.layers {
      for part in 0..<layout.parts { backThroughGate(layer, part, weights) }
      right(layer).addOuter(
        layers[layer].byInner.pointer, layers[layer].input.pointer, blocks,
        into: sums + layout.right(layer).lowerBound)
    }
  }

  /// All matrices masked.
  private func maskAll(_ random: UnsafePointer<Lanes>, _ stride: Int, _ weights: [Lanes]) {
    let count = layout.layers
    for layer in 0..<count {
      let memory = layers[layer]
      drawMasks(random, stride: stride, offset: layer * layout.parts, layer)
      if layer > 0 { right(layer).times(memory.maskedInput.pointer, blocks, into: memory.maskedInner.pointer) }
      keep(layer, innerOfMasked(layer), into: layer + 1 < count ? layers[layer + 1].maskedInput : masked)
    }
    reconstruction += error(weights, share: 1)
    for layer in (0..<count).reversed() {
      let byInner = layer == 0 ? layers[0].byInner.pointer : layers[layer].maskedInner.pointer
      backThroughParts(
        layer, innerOfMasked(layer), random, stride: stride, offset: layer * layout.parts, byInner, adds: layer == 0)
      guard layer > 0 else { break }
      right(layer).addOuter(
        byInner, layers[layer].maskedInput.pointer, blocks, into: sums + layout.right(layer).lowerBound)
      right(layer).transposedTimes(byInner, blocks, into: delta.pointer)
    }
  }

  /// The first matrix has the target's inputs.
  private func innerOfMasked(_ layer: Int) -> LaneMemory {
    layer == 0 ? layers[0].inner : layers[layer].maskedInner
  }

  /// One matrix masked, the others as in the target.
  private func maskOne(
    _ layer: Int, _ random: UnsafePointer<Lanes>, _ stride: Int, offset: Int, _ weights: [Lanes]
  ) {
    drawMasks(random, stride: stride, offset: offset, layer)
    keep(layer, layers[layer].inner, into: masked)
    for next in layer + 1..<max(layer + 1, layout.layers) {
      withTarget(next) { $0.times(masked.pointer, blocks, into: back.pointer) }
      masked.pointer.update(from: back.pointer, count: layout.widths[next + 1] * blocks)
    }
    layerwise += error(weights, share: 1 / Float(layout.layers))
    for next in (layer + 1..<max(layer + 1, layout.layers)).reversed() {
      withTarget(next) { $0.transposedTimes(delta.pointer, blocks, into: back.pointer) }
      delta.pointer.update(from: back.pointer, count: layout.widths[next] * blocks)
    }
    backThroughParts(
      layer, layers[layer].inner, random, stride: stride, offset: offset, layers[layer].byInner.pointer, adds: true)
  }

  /// The squared error of the masked outputs, and its gradient in `delta`.
  private func error(_ weights: [Lanes], share: Float) -> Lanes {
    let outputs = layout.widths[layout.layers]
    let scale = share / Float(outputs)
    var sum = Lanes()
    for j in 0..<outputs {
      for b in 0..<blocks {
        let at = j * blocks + b
        let z = masked.pointer[at] + target.bias[j]
        let isOn = z .> 0
        let y = Lanes().replacing(with: z, where: isOn)
        let wanted = self.outputs.pointer[at] + target.bias[j]
        let e = y - Lanes().replacing(with: wanted, where: wanted .> 0)
        sum += e * e * weights[b] * scale
        delta.pointer[at] = Lanes().replacing(with: e * weights[b] * (2 * scale), where: isOn)
      }
    }
    return sum
  }

  /// From `delta`, the gradient by a masked matrix's outputs, to those by U, importances and inner
  /// activations.
  private func backThroughParts(
    _ layer: Int, _ inner: LaneMemory, _ random: UnsafePointer<Lanes>, stride: Int, offset: Int,
    _ byInner: LanePointer, adds: Bool
  ) {
    let memory = layers[layer]
    left(layer).addOuter(delta.pointer, memory.kept.pointer, blocks, into: sums + layout.left(layer).lowerBound)
    left(layer).transposedTimes(delta.pointer, blocks, into: memory.byKept.pointer)
    for part in 0..<layout.parts {
      for b in 0..<blocks {
        let at = part * blocks + b
        let byKept = memory.byKept.pointer[at]
        memory.byImportance.pointer[at] += byKept * inner.pointer[at] * (1 - random[b * stride + offset + part])
        let through = byKept * memory.mask.pointer[at]
        byInner[at] = adds ? byInner[at] + through : through
      }
    }
  }

  /// Adds the cost of a part's importance, and goes back through its gate.
  private func backThroughGate(_ layer: Int, _ part: Int, _ weights: [Lanes]) {
    let memory = layers[layer]
    let width = layout.gateWidth
    let range = layout.gate(layer, part)
    let gate = parameters + range.lowerBound
    let gateSums = sums + range.lowerBound
    fillGate(layer, part)
    let byLogit = memory.byImportance.pointer + part * blocks
    var total = Lanes()
    for b in 0..<blocks {
      byLogit[b] = byLogitOfBlock(memory.logit.pointer[part * blocks + b], byLogit[b], weights[b])
      total += byLogit[b]
    }
    gateSums[3 * width] += total.total
    for k in 0..<width {
      var sum = Lanes()
      for b in 0..<blocks {
        sum += byLogit[b] * gates.y.pointer[k * blocks + b]
        gates.dy.pointer[k * blocks + b] = byLogit[b] * gate[2 * width + k]
      }
      gateSums[2 * width + k] += sum.total
    }
    gates.gelu.gradient(gates.z.pointer, gates.dy.pointer, count: width * blocks, into: gates.dz.pointer)
    let (inner, byInner) = (memory.inner.pointer + part * blocks, memory.byInner.pointer + part * blocks)
    for k in 0..<width {
      var (byWeight, byBias) = (Lanes(), Lanes())
      for b in 0..<blocks {
        let dz = gates.dz.pointer[k * blocks + b]
        byWeight += dz * inner[b]
        byBias += dz
        byInner[b] += dz * gate[k]
      }
      gateSums[k] += byWeight.total
      gateSums[width + k] += byBias.total
    }
  }

  /// The gradient by a logit, from that by the importance and from the penalty.
  ///
  /// The hard sigmoid of masks leaks below 0: there, only a gradient that raises the importance passes, and
  /// a hundredth of it. That of the penalty leaks above 1, with a slope of a hundredth.
  ///
  /// Source: the code of Bushnaq et al., goodfire-ai/spd, `sigmoids.py`.
  private func byLogitOfBlock(_ logit: Lanes, _ byImportance: Lanes, _ weight: Lanes) -> Lanes {
    let (isLow, isHigh) = (logit .<= 0, logit .> 1)
    var result = byImportance.replacing(with: 0, where: isHigh)
    let leak = (byImportance * 0.01).replacing(with: 0, where: byImportance .>= 0)
    result = result.replacing(with: leak, where: isLow)
    let upper = logit.replacing(with: 1 + (logit - 1) * 0.01, where: isHigh).replacing(with: 0, where: isLow)
    var below = Lanes(repeating: 1)
    for _ in 1..<power { below *= upper }
    cost += below * upper * weight * penalty
    var slope = below * weight * (penalty * Float(power))
    slope = slope.replacing(with: slope * 0.01, where: isHigh).replacing(with: 0, where: isLow)
    return result + slope
  }

  /// The losses of the batch for a total weight of `count`, and the gradient of their sum.
  func finish(count: Float, gradient: inout [Float]) -> DecompositionLoss {
    let share = 1 / count
    for i in gradient.indices { gradient[i] = sums[i] * share }
    return DecompositionLoss(
      faithfulness: addFaithfulness(to: &gradient), reconstruction: reconstruction.total * share,
      layerwise: layerwise.total * share, importance: cost.total * share)
  }

  /// The mean of (W − U V)² over all elements of all matrices.
  private func addFaithfulness(to gradient: inout [Float]) -> Float {
    let count = weights.reduce(0) { $0 + $1.count }
    let scale = 2 / Float(count)
    var loss: Float = 0
    for layer in 0..<layout.layers {
      let (outputs, inputs, parts) = (layout.widths[layer + 1], layout.widths[layer], layout.parts)
      let (u, v) = (layout.left(layer).lowerBound, layout.right(layer).lowerBound)
      for j in 0..<outputs {
        for i in 0..<inputs {
          var rest = weights[layer][j * inputs + i]
          for c in 0..<parts { rest -= parameters[u + j * parts + c] * parameters[v + c * inputs + i] }
          loss += rest * rest
          for c in 0..<parts {
            gradient[u + j * parts + c] -= scale * rest * parameters[v + c * inputs + i]
            gradient[v + c * inputs + i] -= scale * rest * parameters[u + j * parts + c]
          }
        }
      }
    }
    return loss / Float(count)
  }
}

/// The parts of a decomposition's loss on a batch, as means over its samples.
public struct DecompositionLoss: Sendable, Hashable {
  /// The mean squared element of W minus the sum of the parts, over all matrices.
  public let faithfulness: Float
  /// The squared error against the target's outputs with random masks on all matrices.
  public let reconstruction: Float
  /// The same with masks on one matrix at a time: the mean over matrices.
  public let layerwise: Float
  /// The cost of important parts.
  public let importance: Float

  public var total: Float { faithfulness + reconstruction + layerwise + importance }
}
