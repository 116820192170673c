/// A number of 64 bits that changes if any bit of what was added changes: FNV-1a. It tells results apart, and is not
/// meant for security.
///
/// Source: http://www.isthe.com/chongo/tech/comp/fnv/
package struct Fingerprint: Sendable, Hashable {
  package private(set) var bits: UInt64 = 0xcbf2_9ce4_8422_2325

  package init() {}

  /// The fingerprint of a text, in UTF-8.
  package init(of text: String) { add(text.utf8) }

  package mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { bits = (bits ^ UInt64(byte)) &* 0x100_0000_01b3 }
  }

  /// Adds four bytes, the lowest first.
  package mutating func add(_ word: UInt32) {
    add((0..<4).lazy.map { UInt8(truncatingIfNeeded: word >> UInt32(8 * $0)) })
  }

  /// Adds the bit patterns of numbers, in their order.
  package mutating func add(_ numbers: some Sequence<Float>) {
    for number in numbers { add(number.bitPattern) }
  }

  /// Sixteen hexadecimal digits.
  package var hexadecimal: String {
    let digits = String(bits, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
