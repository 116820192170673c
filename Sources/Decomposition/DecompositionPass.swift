internal import ToyLib

/// Loss and gradient of a decomposition on chunks of samples; the memory of one thread. Gradients are
/// derived by hand.
///
/// Values of a chunk are in blocks of sixteen samples: [units][blocks]. Fixed matrices of the target are
/// multiplied into the parts once for each batch (``Folding``), so samples pass through the folded parts.
final class DecompositionPass {
  /// The blocks of a chunk at most.
  static let blocks = 32

  private let folding: Folding
  /// The target without fixed matrices, and the layout of its parts.
  private let target: LinearChain
  private let layout: PartsLayout
  private let faithfulness: Faithfulness
  private let penalty: Float
  private let power: Int
  /// The decomposition's parameters, those of the folded parts, and the gradient by the latter.
  private let own: UnsafeMutablePointer<Float>
  private let parameters: UnsafeMutablePointer<Float>
  private let sums: UnsafeMutablePointer<Float>
  private let matrices: [MatrixMemory]
  private let outputs: OutputMemory
  private var blocks = 0
  private var products = PartProducts(blocks: 0)

  init(_ decomposition: Decomposition, penalty: Float = 0, power: Int = 1) {
    folding = Folding(decomposition.target, decomposition.layout)
    target = folding.folded
    layout = folding.foldedLayout
    faithfulness = Faithfulness(target: decomposition.target, layout: decomposition.layout)
    self.penalty = penalty
    self.power = power
    own = .allocate(capacity: decomposition.layout.count)
    own.initialize(repeating: 0, count: decomposition.layout.count)
    parameters = .allocate(capacity: layout.count)
    parameters.initialize(repeating: 0, count: layout.count)
    sums = .allocate(capacity: layout.count)
    sums.initialize(repeating: 0, count: layout.count)
    matrices = layout.widths.dropLast().map { [parts = layout.parts] in
      MatrixMemory(inputs: $0, parts: parts, blocks: Self.blocks)
    }
    outputs = OutputMemory(widest: layout.widths.max() ?? 1, blocks: Self.blocks)
  }

  deinit {
    own.deallocate()
    parameters.deallocate()
    sums.deallocate()
  }

  /// Starts a batch with new parameters.
  func begin(_ values: [Float]) {
    values.withUnsafeBufferPointer { buffer in
      if let start = buffer.baseAddress { own.update(from: start, count: buffer.count) }
    }
    folding.fold(own, into: parameters)
    sums.update(repeating: 0, count: layout.count)
    outputs.clearLosses()
  }

  private func left(_ layer: Int) -> PartMatrix {
    PartMatrix(
      parameters + layout.left(layer).lowerBound, rows: layout.widths[layer + 1], columns: layout.parts)
  }

  private func right(_ layer: Int) -> PartMatrix {
    PartMatrix(
      parameters + layout.right(layer).lowerBound, rows: layout.parts, columns: layout.widths[layer])
  }

  private func gates(_ layer: Int) -> Int { layout.gate(layer, 0).lowerBound }

  private func withTarget(_ layer: Int, _ body: (PartMatrix) -> Void) {
    target.matrices[layer].elements.withUnsafeBufferPointer { buffer in
      guard let first = buffer.baseAddress else { return }
      body(PartMatrix(first, rows: layout.widths[layer + 1], columns: layout.widths[layer]))
    }
  }
}

// MARK: Forward

extension DecompositionPass {
  /// Computes the target's values and the gates' logits of a chunk [blocks][inputs].
  func enter(_ x: UnsafePointer<Lanes>, blocks: Int) {
    self.blocks = blocks
    products = PartProducts(blocks: blocks)
    let inputs = layout.widths[0]
    for b in 0..<blocks {
      for i in 0..<inputs { matrices[0].input.pointer[i * blocks + b] = x[b * inputs + i] }
    }
    for (layer, memory) in matrices.enumerated() {
      let out = layer + 1 < layout.layers ? matrices[layer + 1].input : outputs.target
      withTarget(layer) { products.times($0, memory.input.pointer, into: out.pointer) }
      rectify(layer, out)
      products.times(right(layer), memory.input.pointer, into: memory.inner.pointer)
      products.logits(
        of: parameters + gates(layer), width: layout.gateWidth, parts: layout.parts, memory.inner.pointer,
        into: memory.logit.pointer)
    }
  }

  /// The importance of a part for a block's samples: the logit between 0 and 1.
  func importance(_ layer: Int, _ part: Int, block: Int) -> Lanes {
    matrices[layer].logit.pointer[part * blocks + block].clamped(
      lowerBound: Lanes(), upperBound: Lanes(repeating: 1))
  }

  /// q = m h with the masks of one pass, and the outputs of the matrix made of its masked parts.
  private func keep(_ layer: Int, _ inner: LaneMemory, _ masks: PartProducts.Masks, into out: LaneMemory) {
    let memory = matrices[layer]
    products.mask(
      masks, logits: memory.logit.pointer, inner: inner.pointer, mask: memory.mask.pointer,
      kept: memory.kept.pointer)
    products.times(left(layer), memory.kept.pointer, into: out.pointer)
  }
}

// MARK: ReLUs between matrices

extension DecompositionPass {
  /// The ReLU after a matrix that is not the last one, if there is one.
  private func rectify(_ layer: Int, _ values: LaneMemory) {
    guard layer + 1 < layout.layers, target.rectified[layer] else { return }
    for i in 0..<layout.widths[layer + 1] * blocks {
      values.pointer[i] = values.pointer[i].replacing(with: 0, where: .!(values.pointer[i] .> 0))
    }
  }

  /// From the gradient by the inputs `values` of matrix `layer` to that before the ReLU that made them.
  private func backThroughReLU(before layer: Int, _ values: LaneMemory, _ gradient: LaneMemory) {
    guard target.rectified[layer - 1] else { return }
    for i in 0..<layout.widths[layer] * blocks {
      gradient.pointer[i] = gradient.pointer[i].replacing(with: 0, where: .!(values.pointer[i] .> 0))
    }
  }
}

// MARK: Loss and gradient

extension DecompositionPass {
  /// How many random numbers a sample needs: masks for all matrices at once, and for each alone.
  static func masks(of layout: PartsLayout) -> Int { 2 * layout.layers * layout.parts }

  /// The random numbers of pass `pass`: the first ones are those of all matrices at once.
  private func masks(_ random: UnsafePointer<Lanes>, pass: Int) -> PartProducts.Masks {
    PartProducts.Masks(
      random: random + pass * layout.parts, stride: Self.masks(of: layout), parts: layout.parts)
  }

  /// Adds the loss and the gradients of the chunk that was entered. `random` are uniform numbers
  /// [blocks][`masks`], `weights` how much each sample counts [blocks].
  func add(random: UnsafePointer<Lanes>, weights: [Lanes]) {
    for memory in matrices {
      memory.byImportance.pointer.update(repeating: Lanes(), count: layout.parts * blocks)
      memory.byInner.pointer.update(repeating: Lanes(), count: layout.parts * blocks)
    }
    maskAll(random, weights)
    for layer in 0..<layout.layers { maskOne(layer, masks(random, pass: layout.layers + layer), weights) }
    for layer in 0..<layout.layers { backThroughGates(layer, weights) }
  }

  /// All matrices masked.
  private func maskAll(_ random: UnsafePointer<Lanes>, _ weights: [Lanes]) {
    for (layer, memory) in matrices.enumerated() {
      if layer > 0 { products.times(right(layer), memory.maskedInput.pointer, into: memory.maskedInner.pointer) }
      keep(layer, innerOfMasked(layer), masks(random, pass: layer), into: maskedOutput(layer))
      rectify(layer, maskedOutput(layer))
    }
    addErrors(weights, share: 1, to: outputs.reconstruction)
    for layer in matrices.indices.reversed() {
      let memory = matrices[layer]
      let byInner = layer == 0 ? memory.byInner : memory.maskedInner
      backThroughParts(layer, innerOfMasked(layer), masks(random, pass: layer), byInner, adds: layer == 0)
      guard layer > 0 else { break }
      addRightGradient(layer, byInner, memory.maskedInput)
      products.times(right(layer).transposed, byInner.pointer, into: outputs.delta.pointer)
      backThroughReLU(before: layer, memory.maskedInput, outputs.delta)
    }
  }

  /// Where a pass with masks has the outputs of a matrix: the next one's inputs.
  private func maskedOutput(_ layer: Int) -> LaneMemory {
    layer + 1 < layout.layers ? matrices[layer + 1].maskedInput : outputs.masked
  }

  /// The first matrix has the target's inputs.
  private func innerOfMasked(_ layer: Int) -> LaneMemory {
    layer == 0 ? matrices[0].inner : matrices[layer].maskedInner
  }

  /// One matrix masked, the others as in the target.
  private func maskOne(_ layer: Int, _ masks: PartProducts.Masks, _ weights: [Lanes]) {
    keep(layer, matrices[layer].inner, masks, into: maskedOutput(layer))
    rectify(layer, maskedOutput(layer))
    let others = layer + 1..<max(layer + 1, layout.layers)
    for next in others {
      withTarget(next) {
        products.times($0, matrices[next].maskedInput.pointer, into: maskedOutput(next).pointer)
      }
      rectify(next, maskedOutput(next))
    }
    addErrors(weights, share: 1 / Float(layout.layers), to: outputs.layerwise)
    for next in others.reversed() {
      withTarget(next) { products.times($0.transposed, outputs.delta.pointer, into: outputs.back.pointer) }
      outputs.delta.pointer.update(from: outputs.back.pointer, count: layout.widths[next] * blocks)
      backThroughReLU(before: next, matrices[next].maskedInput, outputs.delta)
    }
    backThroughParts(layer, matrices[layer].inner, masks, matrices[layer].byInner, adds: true)
  }

  /// The squared error of the masked outputs, and its gradient in `delta`.
  private func addErrors(_ weights: [Lanes], share: Float, to loss: LaneMemory) {
    products.errors(
      outputs.masked.pointer, target: outputs.target.pointer, bias: target.bias,
      rectified: target.rectified[layout.layers - 1], weights: weights, scale: share / Float(target.bias.count),
      delta: outputs.delta.pointer, loss: loss.pointer)
  }

  /// From `delta`, the gradient by a masked matrix's outputs, to those by U, importances and inner
  /// activations.
  private func backThroughParts(
    _ layer: Int, _ inner: LaneMemory, _ masks: PartProducts.Masks, _ byInner: LaneMemory, adds: Bool
  ) {
    let memory = matrices[layer]
    products.addOuter(
      outputs.delta.pointer, rows: layout.widths[layer + 1], memory.kept.pointer, columns: layout.parts,
      into: sums + layout.left(layer).lowerBound)
    products.times(left(layer).transposed, outputs.delta.pointer, into: memory.byKept.pointer)
    products.maskGradients(
      masks, byKept: memory.byKept.pointer, inner: inner.pointer, mask: memory.mask.pointer,
      byImportance: memory.byImportance.pointer, byInner: byInner.pointer, adds: adds)
  }

  private func addRightGradient(_ layer: Int, _ byInner: LaneMemory, _ input: LaneMemory) {
    products.addOuter(
      byInner.pointer, rows: layout.parts, input.pointer, columns: layout.widths[layer],
      into: sums + layout.right(layer).lowerBound)
  }

  /// Adds the cost of importances, and goes back through the gates to V.
  ///
  /// The hard sigmoid of masks leaks below 0: there, only a gradient that raises the importance passes, and
  /// a hundredth of it. That of the penalty leaks above 1, with a slope of a hundredth.
  ///
  /// Source: the code of Bushnaq et al., goodfire-ai/spd, `sigmoids.py`.
  private func backThroughGates(_ layer: Int, _ weights: [Lanes]) {
    let memory = matrices[layer]
    products.logitGradients(
      penalty: penalty, power: power, parts: layout.parts, logits: memory.logit.pointer, weights: weights,
      byLogit: memory.byImportance.pointer, cost: outputs.cost.pointer)
    products.addGateGradients(
      of: parameters + gates(layer), width: layout.gateWidth, parts: layout.parts, memory.inner.pointer,
      byLogit: memory.byImportance.pointer, byInner: memory.byInner.pointer, into: sums + gates(layer))
    addRightGradient(layer, memory.byInner, memory.input)
  }

  /// The losses of the batch for a total weight of `count`, and the gradient of their sum.
  func finish(count: Float, gradient: inout [Float]) -> DecompositionLoss {
    let share = 1 / count
    for i in 0..<layout.count { sums[i] *= share }
    folding.unfold(sums, into: &gradient)
    return DecompositionLoss(
      faithfulness: faithfulness.add(own, to: &gradient),
      reconstruction: outputs.reconstruction.pointer.pointee.total * share,
      layerwise: outputs.layerwise.pointer.pointee.total * share,
      importance: outputs.cost.pointer.pointee.total * share)
  }
}
