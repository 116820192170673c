import SuperposeDisplay
import Testing

struct EscapingTests {
  @Test(arguments: [
    ("a < b & \"c\" > d", "a &lt; b &amp; &quot;c&quot; &gt; d"),
    // Prepending characters, a combining mark and a joiner make one Character with what is beside them.
    ("\u{600}<b\u{600}>", "\u{600}&lt;b\u{600}&gt;"), ("<\u{301}\"\u{200D}&", "&lt;\u{301}&quot;\u{200D}&amp;"),
    ("a\tb\nc\u{0}\u{1B}d\r\n", "a\tb\nc  d \n"),
  ])
  func `text in HTML is escaped by scalar`(text: String, escaped: String) {
    #expect(text.htmlEscaped == escaped)
  }

  @Test(arguments: [
    ("plain é\n", "plain é\n"), ("\u{1B}]0;x\u{7}", "\\u{1B}]0;x\\u{7}"), ("a\rb\u{9B}", "a\\u{D}b\\u{9B}"),
    ("a\u{202E}b\u{600}\u{1B}", "a\\u{202E}b\u{600}\\u{1B}"),
  ])
  func `no control character reaches a terminal`(text: String, escaped: String) {
    #expect(text.terminalEscaped == escaped)
  }
}
