/// A short name of a text: FNV-1a. It tells texts apart, and protects from nothing.
enum Digest {
  static func text(_ text: String) -> String {
    let number = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    return String(number, radix: 36)
  }
}
