/// Reads little-endian numbers from bytes, with bounds checks.
struct ByteReader {
  let bytes: [UInt8]
  let file: String
  var position = 0

  init(_ bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }

  var remaining: Int { bytes.count - position }

  mutating func take(_ count: Int, _ what: String) throws(ToyLibError) -> ArraySlice<UInt8> {
    guard count >= 0 && count <= remaining else {
      throw damaged("\(what) takes \(count) bytes, but \(remaining) are left")
    }
    defer { position += count }
    return bytes[position..<position + count]
  }

  mutating func integer<T: FixedWidthInteger>(_: T.Type, _ what: String) throws(ToyLibError) -> T {
    try take(MemoryLayout<T>.size, what).reversed().reduce(0) { $0 << 8 | T($1) }
  }

  func damaged(_ reason: String) -> ToyLibError { .damaged(file: file, reason: reason) }
}

extension Array where Element == UInt8 {
  mutating func append<T: FixedWidthInteger>(littleEndian value: T) {
    for shift in stride(from: 0, to: T.bitWidth, by: 8) {
      append(UInt8(truncatingIfNeeded: value >> T(shift)))
    }
  }

  mutating func append(floats: [Float]) {
    reserveCapacity(count + floats.count * 4)
    for value in floats { append(littleEndian: value.bitPattern) }
  }
}

/// Little-endian single- or double-precision numbers.
func floats(_ bytes: ArraySlice<UInt8>, double: Bool) -> [Float] {
  let size = double ? 8 : 4
  return stride(from: bytes.startIndex, to: bytes.endIndex, by: size).map { at in
    let bits = bytes[at..<at + size].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return double ? Float(Double(bitPattern: bits)) : Float(bitPattern: UInt32(bits))
  }
}
