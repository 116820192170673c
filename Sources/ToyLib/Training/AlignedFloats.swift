/// Floats aligned to 64 bytes, as the inner loops need. Freed with the object.
///
/// `@unchecked Sendable`: code that passes it to another thread must make sure that only one thread
/// writes.
final class AlignedFloats: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<Float>
  let count: Int

  /// Zeros.
  convenience init(count: Int) {
    self.init(uninitialized: count)
    pointer.initialize(repeating: 0, count: count)
  }

  /// Leaves the memory uninitialised; the caller must write before reading.
  init(uninitialized count: Int) {
    let raw = UnsafeMutableRawPointer.allocate(byteCount: max(64, count * 4), alignment: 64)
    pointer = raw.bindMemory(to: Float.self, capacity: count)
    self.count = count
  }

  convenience init(_ values: some Collection<Float>) {
    self.init(count: values.count)
    replace(with: values)
  }

  deinit { UnsafeMutableRawPointer(pointer).deallocate() }

  /// The same memory for integers.
  func memory<Element: FixedWidthInteger>() -> UnsafeMutablePointer<Element> {
    UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: Element.self)
  }

  func replace(with values: some Collection<Float>) {
    precondition(values.count == count, "\(count) floats cannot become \(values.count)")
    for (i, value) in values.enumerated() { pointer[i] = value }
  }

  var values: UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: pointer, count: count)
  }
}
