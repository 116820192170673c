import SuperposeChannels
import SuperposeEvaluation
import SuperposeJSON
import SuperposeTransport
import SuperposeWire
import Testing

struct ExecutionTests {
  @Test func `a cell is busy, input, output, result, reply and idle`() async throws {
    try await withFrontend { front in
      let cell = try await front.execute("print hello\nvalue 1")
      #expect(
        try await front.story(of: cell) == [
          "busy", "execute_input [1] print hello\nvalue 1", "stdout hello\n",
          "execute_result [1] 1", "idle",
        ])
      let reply = try await front.next(Reply<ExecuteReply>.self, on: .shell)
      #expect(reply.parentHeader.messageID == cell)
      #expect(reply.content == .ok(ExecuteReply(executionCount: 1)))
      #expect(reply.metadata["started"]?.string?.hasSuffix("Z") == true)
    }
  }

  @Test func `an error is told once, and the same in the reply`() async throws {
    try await withFrontend { front in
      let cell = try await front.execute("fail now")
      #expect(
        try await front.story(of: cell) == [
          "busy", "execute_input [1] fail now", "error EchoError", "idle",
        ])
      let reply = try await front.next(Reply<ExecuteReply>.self, on: .shell)
      let details = ErrorDetails(
        name: "EchoError", value: "now", traceback: ["at line 1"], executionCount: 1)
      #expect(reply.content == .error(details))
    }
  }

  @Test func `the count grows with every cell that is stored, and only then`() async throws {
    try await withFrontend { front in
      for (request, count) in [
        (ExecuteRequest(code: "a"), 1), (ExecuteRequest(code: "b", storeHistory: false), 1),
        (ExecuteRequest(code: "c", silent: true), 1), (ExecuteRequest(code: " \n"), 1),
        (ExecuteRequest(code: "// d"), 2),
      ] {
        let cell = try await front.send(request)
        _ = try await front.story(of: cell)
        let reply = try await front.next(Reply<ExecuteReply>.self, on: .shell)
        #expect(reply.content == .ok(ExecuteReply(executionCount: count)))
      }
      try await front.send(HistoryRequest(.tail(count: nil)))
      let history = try await front.next(Reply<HistoryReply>.self, on: .shell)
      guard case .ok(let content) = history.content else { return #expect(Bool(false)) }
      #expect(content.history.map(\.input) == ["a", "// d"])
    }
  }

  @Test func `silent code shows nothing, and its error is in the reply only`() async throws {
    try await withFrontend { front in
      let cell = try await front.send(
        ExecuteRequest(code: "print x\nshow y\nvalue z\nfail now", silent: true))
      #expect(try await front.story(of: cell) == ["busy", "idle"])
      let reply = try await front.next(Reply<ExecuteReply>.self, on: .shell)
      guard case .error(let details) = reply.content else { return #expect(Bool(false)) }
      #expect(details.name == "EchoError")
    }
  }

  @Test func `expressions and payloads travel with the reply`() async throws {
    try await withFrontend { front in
      try await front.send(ExecuteRequest(code: "page", userExpressions: ["a": "1"]))
      let reply = try await front.next(Reply<ExecuteReply>.self, on: .shell)
      let page: JSONObject = ["source": "page", "data": ["text/plain": "page"], "start": 0]
      #expect(
        reply.content
          == .ok(
            ExecuteReply(
              executionCount: 1, payload: [page],
              userExpressions: ["a": .ok(data: ["text/plain": "1"], metadata: [:])])))
    }
  }

  @Test func `an error aborts the cells that wait, and no later one`() async throws {
    try await withFrontend { front in
      let first = try await front.execute("wait")
      let second = try await front.execute("print never")
      // Answered beside the cells, in order: now the second cell is known to wait.
      try await front.send(KernelInfoRequest())
      _ = try await front.next(Reply<KernelInfoReply>.self, on: .shell)
      _ = try await front.story(until: "stdout waiting\n")
      front.evaluator.interrupt(nil)
      #expect(try await front.story(of: first).last == "idle")
      #expect(try await front.story(of: second) == ["busy", "idle"])
      _ = try await front.next(Reply<ExecuteReply>.self, on: .shell)
      let aborted = try await front.next(Reply<ExecuteReply>.self, on: .shell)
      #expect(aborted.content == .aborted)
      let third = try await front.execute("print again")
      #expect(try await front.story(of: third).contains("stdout again\n"))
    }
  }

  @Test func `without stop_on_error the cells that wait are run`() async throws {
    try await withFrontend { front in
      try await front.send(ExecuteRequest(code: "wait", stopOnError: false))
      let second = try await front.execute("print still")
      _ = try await front.story(until: "stdout waiting\n")
      front.evaluator.interrupt(nil)
      #expect(try await front.story(of: second).contains("stdout still\n"))
    }
  }

  @Test func `an interrupt is answered at once, ends the cell and aborts the rest`() async throws {
    try await withFrontend { front in
      let cell = try await front.execute("wait")
      let next = try await front.execute("print never")
      try await front.send(KernelInfoRequest())
      _ = try await front.next(Reply<KernelInfoReply>.self, on: .shell)
      _ = try await front.story(until: "stdout waiting\n")
      try await front.send(InterruptRequest(), on: .control)
      let reply = try await front.next(Reply<InterruptReply>.self, on: .control)
      #expect(reply.content == .ok(InterruptReply()))
      let aborted = try await front.next(Reply<ExecuteReply>.self, on: .shell)
      #expect(aborted.parentHeader.messageID == next)
      #expect(aborted.content == .aborted)
      let ended = try await front.next(Reply<ExecuteReply>.self, on: .shell)
      #expect(ended.parentHeader.messageID == cell)
      // An evaluator without a traceback still makes a line of one.
      let line = "Interrupted: the cell was interrupted"
      guard case .error(let details) = ended.content else { return #expect(Bool(false)) }
      #expect(details.traceback == [line])
      #expect(front.evaluator.interrupted == [.cell(1)])
    }
  }

  @Test func `an interrupt without a cell does nothing, twice`() async throws {
    try await withFrontend { front in
      for _ in 1...2 {
        try await front.send(InterruptRequest(), on: .control)
        _ = try await front.next(Reply<InterruptReply>.self, on: .control)
      }
      let cell = try await front.execute("print alive")
      #expect(try await front.story(of: cell).contains("stdout alive\n"))
    }
  }
}
