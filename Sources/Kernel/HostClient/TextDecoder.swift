/// Decodes bytes as text without splitting characters.
package struct TextDecoder: Sendable {
  private var held: [UInt8] = []

  package init() {}

  /// The text of all bytes so far, without an incomplete character at the end. Invalid UTF-8
  /// becomes U+FFFD.
  package mutating func decode(_ bytes: ArraySlice<UInt8>) -> String {
    held += bytes
    let whole = held.count - unfinished
    defer { held.removeFirst(whole) }
    return String(decoding: held[..<whole], as: UTF8.self)
  }

  /// The number of bytes at the end that belong to an incomplete character.
  private var unfinished: Int {
    for back in 1...3 where back <= held.count {
      let byte = held[held.count - back]
      if byte & 0b1100_0000 == 0b1000_0000 { continue }
      let length = byte >= 0b1111_0000 ? 4 : byte >= 0b1110_0000 ? 3 : byte >= 0b1100_0000 ? 2 : 1
      return length > back ? back : 0
    }
    return 0
  }
}
