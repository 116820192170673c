import SuperposeChannels
import Testing

struct OutputQuotaTests {
  @Test func `text within the limit is shown whole, and nothing is said`() {
    var quota = OutputQuota(limit: 10)
    #expect(quota.admit("12345") == "12345")
    #expect(quota.admit("67890") == "67890")
    #expect(quota.cut == 0)
    #expect(quota.takeNote() == nil)
  }

  @Test func `text beyond the limit is cut and counted`() {
    var quota = OutputQuota(limit: 10)
    #expect(quota.admit("1234567") == "1234567")
    #expect(quota.admit("890ABC") == "890")
    #expect(quota.admit("D") == "")
    #expect(quota.cut == 4)
    let note = quota.takeNote()
    #expect(note?.contains("4 more bytes") == true && note?.contains("shows 10") == true)
    #expect(quota.takeNote() == nil)
  }

  @Test func `a character is never cut in two`() {
    var quota = OutputQuota(limit: 5)
    #expect(quota.admit("aé€") == "aé")
    #expect(quota.cut == 3)
    // Later text is cut too, though it would fit: a gap in the middle would mislead.
    #expect(quota.admit("x") == "")
  }

  @Test func `a limit of nothing shows nothing`() {
    var quota = OutputQuota(limit: 0)
    #expect(quota.admit("a") == "")
    #expect(quota.cut == 1)
    #expect(quota.admit("") == "")
  }
}
