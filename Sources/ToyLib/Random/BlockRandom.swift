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
  private var normals: GrowingRows<Double>
  /// Rows of words, and rows of normal variables, that are drawn.
  private var drawn = 0, ready = 0
  /// Each sample's next row.
  private let next = UnsafeMutablePointer<Int>.allocate(capacity: 16)

  init(_ stream: EngineStream, noise noiseCount: Int, kernels: EngineKernels) {
    self.stream = stream
    self.noiseCount = noiseCount
    self.kernels = kernels
    words = GrowingRows(noiseCount + 64)
    normals = GrowingRows(noiseCount + 64)
    next.initialize(repeating: noiseCount, count: 16)
  }

  deinit {
    words.pointer.deallocate()
    normals.pointer.deallocate()
    next.deallocate()
  }

  /// Begins with samples `first` to `first` + 15.
  func begin(_ first: Int) {
    self.first = first
    (drawn, ready) = (0, 0)
    next.update(repeating: noiseCount, count: 16)
  }

  /// The normal variables with which samples begin, shape [variables][16].
  var noise: UnsafePointer<Double> {
    if ready < noiseCount { drawNormals(noiseCount) }
    return UnsafePointer(normals.pointer)
  }

  func uniform(_ lane: Int) -> Float { RandomSource.uniform(word(lane)) }

  func index(below count: Int, _ lane: Int) -> Int { RandomSource.index(below: count, word(lane)) }

  func normal(_ lane: Int) -> Float {
    let row = advance(lane)
    if row >= ready { drawNormals(row + 1) }
    return Float(normals.pointer[row * 16 + lane])
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

  private func drawNormals(_ rows: Int) {
    if rows > drawn { drawWords(rows) }
    normals.reserve(drawn, used: ready)
    kernels.normals(Int64(drawn - ready) * 16, words.pointer + ready * 16, normals.pointer + ready * 16)
    ready = drawn
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
