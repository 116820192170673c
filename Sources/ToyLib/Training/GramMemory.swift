internal import CToyEngine

/// One thread's working memory for gradients with the Gram matrix (see `EngineGramScratch`).
///
/// Lists have room for every feature of every sample. Few are present, so most of the memory is
/// never used.
final class GramMemory {
  var lists: EngineLists
  var scratch: EngineGramScratch
  /// Samples in blocks, if they are not drawn as lists.
  let x: AlignedFloats
  /// Keeps the memory that the pointers above point to.
  private let owned: [AnyObject]

  init(features n: Int, hidden m: Int, samples count: Int, drawnAsLists: Bool) {
    let samples = (count + 15) / 16 * 16
    x = AlignedFloats(count: drawnAsLists ? 0 : samples * n)
    let entries = n * samples + 8
    let blocks = (n + 15) / 16
    var owned: [AnyObject] = []
    func memory<Element: BitwiseCopyable>(_ count: Int) -> UnsafeMutablePointer<Element> {
      let memory = AlignedMemory<Element>(uninitialized: count)
      owned.append(memory)
      return memory.pointer
    }
    lists = EngineLists(
      value: memory(entries), feature: memory(entries), sample: memory(entries),
      start: memory((samples + 63) / 64 + 1))
    scratch = EngineGramScratch(
      place: memory(samples), cursor: memory(samples), begin: memory(n + 2),
      first: memory(n + 1), next: memory(n + 1), offset: memory(entries),
      sampleValue: memory(entries), column: memory(n + 2), row: memory(entries),
      featureValue: memory(entries), x: memory(samples * 32), G: memory(n * 32),
      M: memory(blocks * n * 16), weights: memory(blocks * m * 16),
      gradient: memory(blocks * m * 16), packed: memory(n * m))
    self.owned = owned
  }
}
