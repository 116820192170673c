import SuperposeJSON
import SuperposeTransport
import SuperposeWire
import Testing

struct InputTests {
  @Test func `a cell asks and gets its answer`() async throws {
    try await withFrontend { front in
      let cell = try await front.send(ExecuteRequest(code: "ask name?", allowStdin: true))
      let question = try await front.next(InputRequest.self, on: .stdin)
      #expect(question.parentHeader.messageID == cell)
      #expect(question.content == InputRequest(prompt: "name?", password: false))
      try await front.send(InputReply(value: "Ada"), on: .stdin)
      #expect(try await front.story(of: cell).contains("stdout got Ada\n"))
    }
  }

  @Test func `a secret is asked for as one`() async throws {
    try await withFrontend { front in
      try await front.send(ExecuteRequest(code: "secret pin?", allowStdin: true))
      #expect(try await front.next(InputRequest.self, on: .stdin).content.password)
      try await front.send(InputReply(value: "1"), on: .stdin)
    }
  }

  @Test func `text before the question is shown before it`() async throws {
    try await withFrontend { front in
      try await front.send(ExecuteRequest(code: "print first\nask ?", allowStdin: true))
      _ = try await front.story(until: "stdout first\n")
      _ = try await front.next(InputRequest.self, on: .stdin)
      try await front.send(InputReply(value: ""), on: .stdin)
    }
  }

  @Test func `a client that takes no questions is not asked`() async throws {
    try await withFrontend { front in
      let cell = try await front.execute("ask ?")
      #expect(try await front.story(of: cell).contains("stderr notAllowed\n"))
    }
  }

  @Test func `Ctrl-D ends the input`() async throws {
    try await withFrontend { front in
      let cell = try await front.send(ExecuteRequest(code: "ask ?", allowStdin: true))
      _ = try await front.next(InputRequest.self, on: .stdin)
      try await front.send(InputReply(value: "\u{4}"), on: .stdin)
      #expect(try await front.story(of: cell).contains("stderr endOfInput\n"))
    }
  }

  @Test func `an interrupt ends the wait`() async throws {
    try await withFrontend { front in
      let cell = try await front.send(ExecuteRequest(code: "ask ?", allowStdin: true))
      _ = try await front.next(InputRequest.self, on: .stdin)
      try await front.send(InterruptRequest(), on: .control)
      #expect(try await front.story(of: cell).contains("stderr CancellationError()\n"))
    }
  }

  @Test func `an answer that comes too late is dropped`() async throws {
    try await withFrontend { front in
      let first = try await front.send(ExecuteRequest(code: "ask a", allowStdin: true))
      let stale = try await front.next(InputRequest.self, on: .stdin)
      try await front.send(InterruptRequest(), on: .control)
      _ = try await front.story(of: first)
      let second = try await front.send(ExecuteRequest(code: "ask b", allowStdin: true))
      _ = try await front.next(InputRequest.self, on: .stdin)
      try await front.send(InputReply(value: "late"), on: .stdin, parent: stale.ownHeader)
      try await front.send(InputReply(value: "in time"), on: .stdin)
      #expect(try await front.story(of: second).contains("stdout got in time\n"))
    }
  }
}
