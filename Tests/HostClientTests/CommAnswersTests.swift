import SuperposeEvaluation
import SuperposeHostClient
import Testing

@Suite(.timeLimit(.minutes(1))) struct CommAnswersTests {
  let answers = CommAnswers()

  @Test func `an answer ends the wait`() async {
    #expect(await answers.wait(for: .comm(1)) { reply(to: .comm(1), nil) } == nil)
    #expect(await answers.wait(for: .comm(2)) { reply(to: .comm(2), "no") } == "no")
  }

  @Test func `the answer to another message does not end the wait`() async {
    let refusal = await answers.wait(for: .comm(1)) {
      _ = reply(to: .comm(2), "another's")
      return reply(to: .comm(1), "its own")
    }
    #expect(refusal == "its own")
  }

  @Test func `a message that cannot be sent is refused`() async {
    let refusal = await answers.wait(for: .comm(1)) { false }
    #expect(refusal == "the process that runs cells has ended")
  }

  @Test func `without an answer the wait ends at its limit`() async {
    let refusal = await answers.wait(for: .comm(1), atMost: .milliseconds(1)) { true }
    #expect(refusal == "the process that runs cells does not answer")
  }

  @Test func `every wait ends when the host is gone`() async {
    let refusal = await answers.wait(for: .comm(1)) {
      answers.refuseAll()
      return true
    }
    #expect(refusal == "the process that runs cells has ended")
  }

  private func reply(to id: SubmissionID, _ refusal: String?) -> Bool {
    answers.answer(id, with: refusal)
    return true
  }
}
