import SuperposeEvaluation
import SuperposeHostClient
import SuperposeJSON
import Testing

struct OpenCommsTests {
  @Test func `comms are open from their open message to their close message`() {
    var comms = OpenComms()
    comms.note(CommMessage(.open(targetName: "t"), commID: "a"))
    comms.note(CommMessage(.open(targetName: "u"), commID: "b"))
    comms.note(CommMessage(.message, commID: "a"))
    #expect(comms.targets == ["a": "t", "b": "u"])
    comms.note(CommMessage(.close, commID: "a"))
    #expect(comms.targets == ["b": "u"])
  }

  @Test func `what does not fit the open comms is refused`() {
    var comms = OpenComms()
    comms.note(CommMessage(.open(targetName: "t"), commID: "a"))
    #expect(comms.refusal(of: CommMessage(.open(targetName: "t"), commID: "a")) == "the comm 'a' is already open")
    #expect(comms.refusal(of: CommMessage(.message, commID: "b")) == "no comm 'b' is open")
    #expect(comms.refusal(of: CommMessage(.close, commID: "b")) == "no comm 'b' is open")
    #expect(comms.refusal(of: CommMessage(.open(targetName: "t"), commID: "b")) == nil)
    #expect(comms.refusal(of: CommMessage(.message, commID: "a")) == nil)
  }

  @Test func `JSON that nests too deeply is refused`() {
    var comms = OpenComms()
    comms.note(CommMessage(.open(targetName: "t"), commID: "a"))
    func message(_ levels: Int) -> CommMessage {
      let nested = (1..<levels).reduce(JSONValue.array([])) { value, _ in .array([value]) }
      return CommMessage(.message, commID: "a", data: ["d": nested])
    }
    #expect(comms.refusal(of: message(OpenComms.depthLimit - 2)) == nil)
    #expect(comms.refusal(of: message(OpenComms.depthLimit))?.contains("levels deep") == true)
  }
}
