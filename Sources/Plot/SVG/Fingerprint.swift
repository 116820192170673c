/// A short hash of a text, the same on every machine.
package enum Fingerprint {
  /// Eight hexadecimal digits of the FNV-1a hash of `text`.
  ///
  /// Source: http://www.isthe.com/chongo/tech/comp/fnv/
  package static func hex(of text: String) -> String {
    let hash = text.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}
