import SuperposeChannels
import Testing

struct LogAllowanceTests {
  @Test func `a flood is told by a few lines and a count`() {
    var allowance = LogAllowance()
    let start = ContinuousClock.now
    for _ in 0..<LogAllowance.limit { #expect(allowance.ask(at: start) == .granted(skipped: 0)) }
    for _ in 0..<1000 { #expect(allowance.ask(at: start + .seconds(1)) == .refused) }
    #expect(allowance.ask(at: start + .seconds(61)) == .granted(skipped: 1000))
    #expect(allowance.ask(at: start + .seconds(62)) == .granted(skipped: 0))
  }
}
