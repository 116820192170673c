import SuperposeChannels
import SuperposeEvaluation
import SuperposeJSON
import SuperposeTransport
import SuperposeWire
import Testing

struct QuestionTests {
  @Test func `questions are answered while a cell runs`() async throws {
    try await withFrontend { front in
      try await front.execute("wait")
      _ = try await front.story(until: "stdout waiting\n")
      let info = try await front.send(KernelInfoRequest())
      #expect(try await front.story(of: info) == ["busy", "idle"])
      _ = try await front.next(Reply<KernelInfoReply>.self, on: .shell)
      try await front.send(CompleteRequest(code: "pri"))
      let completion = try await front.next(Reply<CompleteReply>.self, on: .shell)
      guard case .ok(let content) = completion.content else { return #expect(Bool(false)) }
      #expect(content.matches == ["print"] && content.cursorEnd == 3)
      try await front.send(InspectRequest(code: "known", detailLevel: 1))
      let inspection = try await front.next(Reply<InspectReply>.self, on: .shell)
      #expect(
        inspection.content == .ok(InspectReply(found: true, data: ["text/plain": "source"])))
      try await front.send(IsCompleteRequest(code: "if a {"))
      let verdict = try await front.next(Reply<IsCompleteReply>.self, on: .shell)
      #expect(verdict.content == .ok(IsCompleteReply(.incomplete, indent: "  ")))
    }
  }

  @Test func `the meter's reading is the answer to a usage request`() async throws {
    try await withFrontend { front in
      let request = try await front.send(UsageRequest(), on: .control)
      #expect(try await front.story(of: request) == ["busy", "idle"])
      let reply = try await front.next(Reply<UsageReply>.self, on: .control)
      #expect(reply.content == .ok(TestMeter().usage()))
    }
  }

  @Test func `what is unknown is found false`() async throws {
    try await withFrontend { front in
      try await front.send(InspectRequest(code: "unknown"))
      let reply = try await front.next(Reply<InspectReply>.self, on: .shell)
      #expect(reply.content == .ok(InspectReply(found: false)))
    }
  }

  @Test func `control takes every request of shell`() async throws {
    try await withFrontend { front in
      let info = try await front.send(KernelInfoRequest(), on: .control)
      #expect(try await front.story(of: info) == ["busy", "idle"])
      _ = try await front.next(Reply<KernelInfoReply>.self, on: .control)
      try await front.send(ExecuteRequest(code: "print a"), on: .control)
      _ = try await front.next(Reply<ExecuteReply>.self, on: .control)
    }
  }

  @Test func `an unknown request is busy and idle`() async throws {
    try await withFrontend { front in
      let id = try await front.send(UnknownRequest())
      #expect(try await front.story(of: id) == ["busy", "idle"])
    }
  }

  @Test func `a request that cannot be read is refused, not ignored`() async throws {
    try await withFrontend { front in
      let id = try await front.send(CodelessRequest())
      #expect(try await front.story(of: id) == ["busy", "idle"])
      let reply = try await front.next(Reply<ExecuteReply>.self, on: .shell)
      guard case .error(let details) = reply.content else { return #expect(Bool(false)) }
      #expect(details.value == "malformed content: code is missing")
    }
  }

  @Test func `frames that are no message change nothing`() async throws {
    try await withFrontend { front in
      for frames in [["x"], ["<IDS|MSG>", "x", "{}"], ["<IDS|MSG>", "", "{}", "{}", "{}", "{}"]] {
        await front.send(frames: frames.map { Array($0.utf8) })
      }
      let cell = try await front.execute("print alive")
      #expect(try await front.story(of: cell).contains("stdout alive\n"))
    }
  }

  @Test func `shutdown replies, tells everybody and ends while a cell runs`() async throws {
    try await withFrontend { front in
      try await front.execute("wait")
      _ = try await front.story(until: "stdout waiting\n")
      let id = try await front.send(ShutdownRequest(restart: true), on: .control)
      #expect(try await front.story(of: id) == ["busy", "shutdown_reply", "idle"])
      let reply = try await front.next(Reply<ShutdownReply>.self, on: .control)
      #expect(reply.content == .ok(ShutdownReply(restart: true)))
    }
  }
}

/// A request of a type that the kernel does not know.
private struct UnknownRequest: MessageContent {
  static let messageType = "teleport_request"
}

/// An execute request without its code.
private struct CodelessRequest: MessageContent {
  static let messageType = "execute_request"
}
