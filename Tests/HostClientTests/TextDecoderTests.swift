import SuperposeHostClient
import Testing

struct TextDecoderTests {
  @Test(arguments: ["plain", "é", "€", "🌍", "aé€🌍z", "👩‍👩‍👧"], 1...5)
  func `text in pieces of any size comes out whole`(_ text: String, _ size: Int) {
    let bytes = Array(text.utf8)
    var decoder = TextDecoder()
    var decoded = ""
    for start in stride(from: 0, to: bytes.count, by: size) {
      let piece = decoder.decode(bytes[start..<min(start + size, bytes.count)])
      #expect(!piece.contains("\u{FFFD}"))
      decoded += piece
    }
    #expect(decoded == text)
  }

  @Test(
    arguments: [
      ([0xFF, 0x61], "\u{FFFD}a"), ([0x80], "\u{FFFD}"), ([0xC3, 0x28], "\u{FFFD}("),
      ([0x61, 0x80, 0x80, 0x80, 0x80], "a\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
    ] as [([UInt8], String)])
  func `bytes that are no UTF-8 become replacement characters at once`(_ bytes: [UInt8], _ text: String) {
    var decoder = TextDecoder()
    #expect(decoder.decode(bytes[...]) == text)
  }

  @Test func `a character's beginning is held until the rest comes`() {
    var decoder = TextDecoder()
    #expect(decoder.decode([0x61, 0xE2, 0x82]) == "a")
    #expect(decoder.decode([0xAC, 0x62]) == "€b")
  }
}
