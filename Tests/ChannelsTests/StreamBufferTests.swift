import SuperposeChannels
import SuperposeEvaluation
import SuperposeWire
import Testing

struct StreamBufferTests {
  @Test func `text of one stream is one message`() {
    var buffer = StreamBuffer()
    buffer.append("a", to: .stdout)
    buffer.append("b", to: .stdout)
    #expect(buffer.size == 2)
    let taken = buffer.take()
    #expect(taken == [SuperposeWire.Stream(name: "stdout", text: "ab")])
    #expect(buffer.isEmpty)
  }

  @Test func `streams that alternate for ever do not make messages for ever`() {
    var buffer = StreamBuffer()
    for number in 0..<1000 {
      buffer.append("\(number) ", to: number.isMultiple(of: 2) ? .stdout : .stderr)
    }
    let taken = buffer.take()
    #expect(taken.count == StreamBuffer.segmentLimit)
    #expect(taken.filter { $0.name == "stdout" }.map(\.text).joined().hasSuffix("996 998 "))
  }

  @Test func `a message is never larger than the limit, and no code point is split`() {
    var buffer = StreamBuffer()
    let text = String(repeating: "é😀", count: StreamBuffer.messageLimit / 4)
    buffer.append(text, to: .stdout)
    let taken = buffer.take()
    #expect(taken.map(\.text).joined() == text)
    #expect(taken.allSatisfy { $0.text.utf8.count <= StreamBuffer.messageLimit })
    #expect(!taken.contains { $0.text.contains("\u{FFFD}") })
  }
}
