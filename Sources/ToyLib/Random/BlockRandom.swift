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
  /// The words and the normal variables with which samples begin, shapes [blocks][rows][16], for several blocks at
  /// once: outer quantiles are slow one by one.
  private let noiseWords: UnsafeMutablePointer<UInt32>
  private let noises: UnsafeMutablePointer<Double>
  private let noiseBlocks: Int
  /// The samples of these blocks.
  private var ready = 0..<0
  /// The words of single numbers, where these go, and their normal variables.
  private var chosen: GrowingRows<UInt32>
  private var places: GrowingRows<Int>
  private var normals: GrowingRows<Double>
  /// Each sample's next row.
  private let next = UnsafeMutablePointer<Int>.allocate(capacity: 16)

  init(_ stream: EngineStream, noise noiseCount: Int, kernels: EngineKernels) {
    self.stream = stream
    self.noiseCount = noiseCount
    self.kernels = kernels
    words = GrowingRows(noiseCount + 64)
    noiseBlocks = noiseCount <= 64 ? 4 : 1
    noiseWords = .allocate(capacity: noiseBlocks * (noiseCount + 8) * 16)
    noises = .allocate(capacity: noiseBlocks * noiseCount * 16)
    chosen = GrowingRows(64)
    places = GrowingRows(64)
    normals = GrowingRows(64)
    next.initialize(repeating: noiseCount, count: 16)
  }

  deinit {
    words.pointer.deallocate()
    noiseWords.deallocate()
    noises.deallocate()
    chosen.pointer.deallocate()
    places.pointer.deallocate()
    normals.pointer.deallocate()
    next.deallocate()
  }

  /// Begins with samples `first` to `first` + 15 of samples that end before `end`.
  func begin(_ first: Int, end: Int) {
    self.first = first
    if !ready.contains(first) { drawNoise(min(noiseBlocks, (end - first + 15) / 16)) }
    drawn = noiseRows
    words.pointer.update(from: noiseWords + (first - ready.lowerBound) * drawn, count: drawn * 16)
    next.update(repeating: noiseCount, count: 16)
  }

  private var noiseRows: Int { (noiseCount + 7) / 8 * 8 }

  /// The normal variables with which samples begin, shape [variables][16].
  var noise: UnsafePointer<Double> { UnsafePointer(noises + (first - ready.lowerBound) * noiseCount) }

  private func drawNoise(_ blocks: Int) {
    let (rows, count) = (noiseRows, noiseCount * 16)
    ready = first..<first + blocks * 16
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: blocks * count) { packed in
      guard let packed = packed.baseAddress else { return }
      for block in 0..<blocks {
        let to = noiseWords + block * rows * 16
        kernels.sampleWords(stream, UInt32(truncatingIfNeeded: first + block * 16), 0, Int64(rows), to)
        (packed + block * count).initialize(from: to, count: count)
      }
      kernels.normals(Int64(blocks * count), packed, noises)
    }
  }

  func uniform(_ lane: Int) -> Float { RandomSource.uniform(word(lane)) }

  func index(below count: Int, _ lane: Int) -> Int { RandomSource.index(below: count, word(lane)) }

  /// Normal variables, and the places in [rows][16] for which they are.
  struct PlacedNormals {
    let count: Int
    let places: UnsafePointer<Int>
    let values: UnsafePointer<Double>
  }

  /// A normal variable for each bit that is set in `flags`, [rows]: the next number of that bit's sample.
  func normals(_ flags: UnsafePointer<UInt16>, rows: Int, in lanes: UInt16) -> PlacedNormals {
    chosen.reserve(rows, used: 0)
    places.reserve(rows, used: 0)
    normals.reserve(rows, used: 0)
    drawWords(for: flags, rows, lanes)
    let (next, words, chosen, places) = (next, words.pointer, chosen.pointer, places.pointer)
    var end = 0
    for i in 0..<rows {
      (flags[i] & lanes).forEachLane { lane in
        chosen[end] = words[next[lane] * 16 + lane]
        places[end] = i * 16 + lane
        next[lane] += 1
        end += 1
      }
    }
    // Whole vectors: the rest are words of ½, whose quantile is quick.
    let whole = (end + 15) / 16 * 16
    (chosen + end).update(repeating: 1 << 31, count: whole - end)
    kernels.normals(Int64(whole), chosen, normals.pointer)
    return PlacedNormals(count: end, places: places, values: normals.pointer)
  }

  /// Draws a word for each bit that is set.
  private func drawWords(for flags: UnsafePointer<UInt16>, _ rows: Int, _ lanes: UInt16) {
    var counts = SIMD16<Int32>()
    let numbers = SIMD16<UInt16>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
    for i in 0..<rows {
      counts &+= SIMD16<Int32>(truncatingIfNeeded: (SIMD16(repeating: flags[i] & lanes) &>> numbers) & 1)
    }
    let most = (0..<16).reduce(0) { max($0, next[$1] + Int(counts[$1])) }
    if most > drawn { drawWords(most) }
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
