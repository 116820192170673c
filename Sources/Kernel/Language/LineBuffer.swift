import Glibc

/// Collects bytes and returns them line by line.
struct LineBuffer {
  private var bytes: [UInt8] = []
  /// The position up to which there is no line end.
  private var searched = 0

  /// Reads available bytes, at most 64 KiB. Returns the result of `read`.
  mutating func fill(from descriptor: Int32) -> Int {
    let size = 65_536
    let old = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: size))
    let count = bytes.withUnsafeMutableBytes { bytes in
      read(descriptor, UnsafeMutableRawBufferPointer(rebasing: bytes[old...]).baseAddress, size)
    }
    bytes.removeLast(size - max(count, 0))
    return count
  }

  /// Removes and returns the first complete line, without its end.
  mutating func next() -> ArraySlice<UInt8>? {
    guard let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) else {
      searched = bytes.count
      return nil
    }
    let line = bytes[..<end]
    bytes = Array(bytes[(end + 1)...])
    searched = 0
    return line
  }
}
