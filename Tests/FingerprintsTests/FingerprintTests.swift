import SuperposeFingerprints
import Testing

struct FingerprintTests {
  /// Source: http://www.isthe.com/chongo/src/fnv/test_fnv.c
  @Test(arguments: [
    ("", "cbf29ce484222325"), ("a", "af63dc4c8601ec8c"), ("foobar", "85944171f73967e8"),
    ("chongo was here!\n", "46810940eff5f915"),
  ])
  func `the published values of FNV-1a`(_ text: String, _ digits: String) {
    #expect(Fingerprint(of: text).hexadecimal == digits)
  }

  @Test func `numbers are added by their bits, the lowest byte first`() {
    var numbers = Fingerprint()
    numbers.add([Float(bitPattern: 0x6463_6261)])
    #expect(numbers == Fingerprint(of: "abcd"))
    var word = Fingerprint()
    word.add(0x6463_6261 as UInt32)
    #expect(word == numbers)
  }
}
