/// What a thread keeps of one matrix of a decomposition: values of a chunk [units][blocks].
final class MatrixMemory {
  /// The matrix's inputs in the target, and with masks on all matrices.
  let input: LaneMemory, maskedInput: LaneMemory
  /// Inner activations V a of both.
  let inner: LaneMemory, maskedInner: LaneMemory
  let logit: LaneMemory, mask: LaneMemory
  /// q = m h.
  let kept: LaneMemory
  /// Gradients by g (then by the logit), by inner activations, by q.
  let byImportance: LaneMemory, byInner: LaneMemory, byKept: LaneMemory

  init(inputs: Int, parts: Int, blocks: Int) {
    (input, maskedInput) = (LaneMemory(inputs * blocks), LaneMemory(inputs * blocks))
    (inner, maskedInner) = (LaneMemory(parts * blocks), LaneMemory(parts * blocks))
    (logit, mask, kept) = (LaneMemory(parts * blocks), LaneMemory(parts * blocks), LaneMemory(parts * blocks))
    (byImportance, byInner) = (LaneMemory(parts * blocks), LaneMemory(parts * blocks))
    byKept = LaneMemory(parts * blocks)
  }
}

/// What a thread keeps of the outputs.
final class OutputMemory {
  /// The target's last sums before the bias, and the masked ones.
  let target: LaneMemory, masked: LaneMemory
  /// The gradient by the masked ones, and memory for a product.
  let delta: LaneMemory, back: LaneMemory
  /// Losses of sixteen samples each.
  let reconstruction = LaneMemory(1), layerwise = LaneMemory(1), cost = LaneMemory(1)

  init(widest: Int, blocks: Int) {
    (target, masked) = (LaneMemory(widest * blocks), LaneMemory(widest * blocks))
    (delta, back) = (LaneMemory(widest * blocks), LaneMemory(widest * blocks))
  }

  func clearLosses() {
    for loss in [reconstruction, layerwise, cost] { loss.pointer.pointee = Lanes() }
  }
}
