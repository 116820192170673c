/// The path that stands for a cell in the debugger's messages. Front ends make the same path of the cell's text.
enum CellPath {
  static let prefix = "/superpose/cell-"
  static let suffix = ".swift"
  static let seed: UInt32 = 0xC70F_6907

  static func of(code: String) -> String { "\(prefix)\(murmur2(Array(code.utf8), seed: seed))\(suffix)" }

  /// The only hash that front ends know.
  ///
  /// Source: https://github.com/aappleby/smhasher/blob/master/src/MurmurHash2.cpp
  private static func murmur2(_ bytes: [UInt8], seed: UInt32) -> UInt32 {
    let factor: UInt32 = 0x5BD1_E995
    var hash = seed ^ UInt32(truncatingIfNeeded: bytes.count)
    let whole = bytes.count & ~3
    for start in stride(from: 0, to: whole, by: 4) {
      var word = (0..<4).reduce(0 as UInt32) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) }
      word &*= factor
      word ^= word >> 24
      word &*= factor
      hash = hash &* factor ^ word
    }
    if whole < bytes.count {
      for place in whole..<bytes.count { hash ^= UInt32(bytes[place]) << UInt32(8 * (place - whole)) }
      hash &*= factor
    }
    hash ^= hash >> 13
    hash &*= factor
    return hash ^ hash >> 15
  }
}
