internal import CToyEngine

/// The random numbers of sixteen samples: those that `RandomSource` has for each of them.
///
/// All samples begin with the same number of normal variables; then each goes on by itself.
final class BlockRandom {
  let kernels: EngineKernels
  private let stream: EngineStream
  private let noiseCount: Int
  private var first = 0
  /// Shape [rows][16].
  private var words: GrowingRows<UInt32>
  /// Rows of words that are drawn.
  private var drawn = 0
  /// The normal variables with which samples begin, and whether they are drawn.
  private var normals: GrowingRows<Double>
  private var hasNoise = false
  /// Words of single samples, one after the other, and their normal variables.
  private var chosen: GrowingRows<UInt32>
  private var chosenNormals: GrowingRows<Double>
  /// Each sample's next row.
  private let next = UnsafeMutablePointer<Int>.allocate(capacity: 16)

  init(_ stream: EngineStream, noise noiseCount: Int, kernels: EngineKernels) {
    self.stream = stream
    self.noiseCount = noiseCount
    self.kernels = kernels
    words = GrowingRows(noiseCount + 64)
    normals = GrowingRows(noiseCount)
    chosen = GrowingRows(64)
    chosenNormals = GrowingRows(64)
    next.initialize(repeating: noiseCount, count: 16)
  }

  deinit {
    words.pointer.deallocate()
    normals.pointer.deallocate()
    chosen.pointer.deallocate()
    chosenNormals.pointer.deallocate()
    next.deallocate()
  }

  /// Begins with samples `first` to `first` + 15.
  func begin(_ first: Int) {
    self.first = first
    (drawn, hasNoise) = (0, false)
    next.update(repeating: noiseCount, count: 16)
  }

  /// The normal variables with which samples begin, shape [variables][16].
  var noise: UnsafePointer<Double> {
    if !hasNoise {
      if noiseCount > drawn { drawWords(noiseCount) }
      kernels.normals(Int64(noiseCount) * 16, words.pointer, normals.pointer)
      hasNoise = true
    }
    return UnsafePointer(normals.pointer)
  }

  func uniform(_ lane: Int) -> Float { RandomSource.uniform(word(lane)) }

  func index(below count: Int, _ lane: Int) -> Int { RandomSource.index(below: count, word(lane)) }

  /// A normal variable for each bit that is set in `flags`, in order: the next number of that bit's sample.
  func normals(_ flags: UnsafePointer<UInt16>, _ count: Int, in lanes: UInt16) -> UnsafePointer<Double> {
    chosen.reserve(count, used: 0)
    chosenNormals.reserve(count, used: 0)
    let (next, chosen) = (next, chosen.pointer)
    var (words, ready, end) = (words.pointer, drawn, 0)
    for i in 0..<count {
      (flags[i] & lanes).forEachLane { lane in
        let row = next[lane]
        next[lane] = row + 1
        if row >= ready {
          drawWords(row + 1)
          (words, ready) = (self.words.pointer, drawn)
        }
        chosen[end] = words[row * 16 + lane]
        end += 1
      }
    }
    // Whole vectors: the rest are words of ½, whose quantile is quick.
    let whole = (end + 15) / 16 * 16
    (chosen + end).update(repeating: 1 << 31, count: whole - end)
    kernels.normals(Int64(whole), chosen, chosenNormals.pointer)
    return UnsafePointer(chosenNormals.pointer)
  }

  private func word(_ lane: Int) -> UInt32 {
    let row = advance(lane)
    if row >= drawn { drawWords(row + 1) }
    return words.pointer[row * 16 + lane]
  }

  private func advance(_ lane: Int) -> Int {
    let row = next[lane]
    next[lane] = row + 1
    return row
  }

  /// Draws until there are `rows` rows or more.
  private func drawWords(_ rows: Int) {
    let end = (rows + 7) / 8 * 8
    words.reserve(end, used: drawn)
    kernels.sampleWords(
      stream, UInt32(truncatingIfNeeded: first), Int64(drawn), Int64(end - drawn), words.pointer + drawn * 16)
    drawn = end
  }
}

/// Rows of sixteen numbers; whoever holds them frees them.
private struct GrowingRows<Element: BitwiseCopyable> {
  private(set) var pointer: UnsafeMutablePointer<Element>
  private var capacity: Int

  init(_ rows: Int) {
    capacity = rows
    pointer = .allocate(capacity: rows * 16)
  }

  /// Makes room for `rows` rows, of which the first `used` stay.
  mutating func reserve(_ rows: Int, used: Int) {
    guard rows > capacity else { return }
    let larger = GrowingRows(rows + rows / 2)
    larger.pointer.update(from: pointer, count: used * 16)
    pointer.deallocate()
    self = larger
  }
}
