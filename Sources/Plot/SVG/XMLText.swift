/// Text inside XML.
enum XMLText {
  /// The text that `escaped` stands for, in UTF-8. What is no entity of XML's own stays as it is.
  static func unescaped(_ escaped: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(escaped.count)
    var position = escaped.startIndex
    while position < escaped.endIndex {
      let rest = escaped[position...]
      if rest.first == UInt8(ascii: "&"), let (name, byte) = entities.first(where: { rest.starts(with: $0.name) }) {
        result.append(byte)
        position += name.count
      } else {
        result.append(escaped[position])
        position += 1
      }
    }
    return result
  }

  private static let entities: [(name: [UInt8], byte: UInt8)] = [
    (name: Array("&amp;".utf8), byte: UInt8(ascii: "&")),
    (name: Array("&lt;".utf8), byte: UInt8(ascii: "<")),
    (name: Array("&gt;".utf8), byte: UInt8(ascii: ">")),
    (name: Array("&quot;".utf8), byte: UInt8(ascii: "\"")),
    (name: Array("&apos;".utf8), byte: UInt8(ascii: "'")),
  ]
}
