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
  private let owned: [AlignedFloats]

  init(features n: Int, hidden m: Int, samples count: Int, drawnAsLists: Bool) {
    let samples = (count + 15) / 16 * 16
    x = AlignedFloats(count: drawnAsLists ? 0 : samples * n)
    let entries = n * samples + 8
    let blocks = (n + 15) / 16
    var owned: [AlignedFloats] = []
    func floats(_ count: Int) -> UnsafeMutablePointer<Float> {
      owned.append(AlignedFloats(uninitialized: count))
      return owned[owned.count - 1].pointer
    }
    func memory<Element: FixedWidthInteger>(_ count: Int) -> UnsafeMutablePointer<Element> {
      owned.append(AlignedFloats(uninitialized: (count * MemoryLayout<Element>.size + 3) / 4))
      return owned[owned.count - 1].memory()
    }
    lists = EngineLists(
      value: floats(entries), feature: memory(entries), sample: memory(entries),
      start: memory((samples + 63) / 64 + 1))
    scratch = EngineGramScratch(
      place: memory(samples), cursor: memory(samples), begin: memory(n + 2),
      first: memory(n + 1), next: memory(n + 1), offset: memory(entries),
      sampleValue: floats(entries), column: memory(n + 2), row: memory(entries),
      featureValue: floats(entries), x: floats(samples * 32), G: floats(n * 32),
      M: floats(blocks * n * 16), weights: floats(blocks * m * 16),
      gradient: floats(blocks * m * 16), packed: floats(n * m))
    self.owned = owned
  }
}
