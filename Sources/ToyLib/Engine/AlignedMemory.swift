/// Numbers at a 64-byte boundary, as the inner loops need them; freed with the object.
///
/// `@unchecked Sendable`: whoever hands it to another thread sees to it that only one writes.
final class AlignedMemory<Element: BitwiseCopyable>: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<Element>
  let count: Int

  /// Leaves the memory uninitialised; the caller must write before reading.
  init(uninitialized count: Int) {
    let bytes = count * MemoryLayout<Element>.stride
    // Whole vectors: the inner loops read a little past the end.
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: max(64, (bytes + 63) / 64 * 64), alignment: 64)
    pointer = raw.bindMemory(to: Element.self, capacity: count)
    self.count = count
  }

  convenience init(repeating value: Element, count: Int) {
    self.init(uninitialized: count)
    pointer.initialize(repeating: value, count: count)
  }

  convenience init(_ values: some Collection<Element>) {
    self.init(uninitialized: values.count)
    replace(with: values)
  }

  deinit { UnsafeMutableRawPointer(pointer).deallocate() }

  func replace(with values: some Collection<Element>) {
    precondition(values.count == count, "\(count) numbers cannot become \(values.count)")
    for (i, value) in values.enumerated() { pointer[i] = value }
  }

  var values: UnsafeMutableBufferPointer<Element> {
    UnsafeMutableBufferPointer(start: pointer, count: count)
  }
}

extension AlignedMemory where Element: AdditiveArithmetic {
  /// Zeros.
  convenience init(count: Int) { self.init(repeating: .zero, count: count) }
}

/// Floats at a 64-byte boundary.
typealias AlignedFloats = AlignedMemory<Float>
