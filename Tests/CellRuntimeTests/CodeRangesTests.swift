import CSuperposeCellHost
import Testing

struct CodeRangesTests {
  /// Far more than one chunk holds. Nothing is at these addresses.
  @Test func `every range that was added is found, however many there are`() {
    let base: UInt = 1 << 62
    for number in 0..<40_000 as Range<UInt> {
      #expect(codeAdd(base + number * 64, base + number * 64 + 32))
    }
    for number in stride(from: 0 as UInt, to: 40_000, by: 511) {
      #expect(codeContains(base + number * 64) && codeContains(base + number * 64 + 31))
      #expect(!codeContains(base + number * 64 + 32))
    }
  }
}
