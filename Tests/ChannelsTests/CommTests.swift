import SuperposeJSON
import SuperposeTransport
import SuperposeWire
import Testing

struct CommTests {
  @Test func `a comm is opened, listed, used with buffers and closed`() async throws {
    try await withFrontend { front in
      let open = try await front.send(CommOpen(commID: "c", targetName: "known"))
      #expect(try await front.story(of: open) == ["busy", "idle"])
      #expect(try await comms(front, target: nil) == ["c"])
      #expect(try await comms(front, target: "other") == [])
      try await front.send(CommMsg(commID: "c", data: ["a": 1]), buffers: [[0, 255]])
      while true {
        let message = try await front.next(on: .iopub)
        guard message.header.messageType == "comm_msg" else { continue }
        #expect(try message.content.object["data"] == ["a": 1])
        #expect(message.buffers == [[0, 255]])
        break
      }
      try await front.send(CommClose(commID: "c"))
      #expect(try await comms(front, target: nil) == [])
    }
  }

  private func comms(_ front: TestFrontend, target: String?) async throws -> [String] {
    try await front.send(CommInfoRequest(targetName: target))
    let reply = try await front.next(Reply<CommInfoReply>.self, on: .shell)
    guard case .ok(let content) = reply.content else { return ["no reply"] }
    return Array(content.comms.keys)
  }

  @Test func `the evaluator's close of an unknown target reaches the front end`() async throws {
    try await withFrontend { front in
      try await front.send(CommOpen(commID: "c", targetName: "unknown"))
      #expect(try await front.story(until: "idle") == ["busy", "comm_close", "idle"])
    }
  }
}
