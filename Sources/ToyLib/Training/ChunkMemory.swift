internal import CToyEngine

/// One thread's working memory for gradients from samples in blocks (see `EngineScratch`).
final class ChunkMemory {
  let x: AlignedFloats
  let hidden: AlignedFloats, delta: AlignedFloats
  private let hiddenDelta: AlignedFloats, packed: AlignedFloats, biasLanes: AlignedFloats
  /// For sparse inputs only.
  private let sparse: AlignedFloats, rows: AlignedFloats
  private let counts: AlignedMemory<Int32>, index: AlignedMemory<Int32>
  private let open: AlignedMemory<UInt64>

  init(features n: Int, hidden m: Int, samples: Int, sparseInputs: Bool) {
    let blocks = (samples + 15) / 16
    x = AlignedFloats(count: blocks * n * 16)
    delta = AlignedFloats(count: blocks * n * 16)
    hidden = AlignedFloats(count: blocks * m * 16)
    hiddenDelta = AlignedFloats(count: blocks * m * 16)
    packed = AlignedFloats(count: n * m)
    biasLanes = AlignedFloats(count: n * 16)
    sparse = AlignedFloats(count: sparseInputs ? 2 * n * (blocks * 16 + 16) : 0)
    rows = AlignedFloats(count: sparseInputs ? blocks * 16 * ((m + 15) / 16 * 16) : 0)
    counts = AlignedMemory(count: sparseInputs ? n : 0)
    index = AlignedMemory(count: sparseInputs ? n : 0)
    open = AlignedMemory(count: sparseInputs ? n : 0)
  }

  var scratch: EngineScratch {
    EngineScratch(
      hidden: hidden.pointer, hiddenDelta: hiddenDelta.pointer, delta: delta.pointer,
      packed: packed.pointer, biasLanes: biasLanes.pointer, sparse: sparse.pointer,
      rows: rows.pointer, counts: counts.pointer, index: index.pointer, open: open.pointer)
  }
}
