import SuperposeChannels
import SuperposeEvaluation
import SuperposeJSON
import SuperposeTransport
import SuperposeWire
import Testing

struct OutputTests {
  /// A wait that no test outlasts: what is sent was flushed by something else.
  private static let patient = Settings(flushInterval: .seconds(3600))

  @Test func `stdout and stderr keep their order`() async throws {
    try await withFrontend(Self.patient) { front in
      let cell = try await front.execute("print a\nprint b\nwarn c\nprint d")
      #expect(
        try await front.story(of: cell).dropFirst(2) == [
          "stdout a\nb\n", "stderr c\n", "stdout d\n", "idle",
        ])
    }
  }

  @Test func `whatever else is shown comes after the text before it`() async throws {
    try await withFrontend(Self.patient) { front in
      let cell = try await front.execute("print a\nshow b\nprint c\nclear\nprint d")
      #expect(
        try await front.story(of: cell).dropFirst(2) == [
          "stdout a\n", "display_data b", "stdout c\n", "clear_output", "stdout d\n", "idle",
        ])
    }
  }

  @Test func `text is sent while the cell runs`() async throws {
    try await withFrontend { front in
      try await front.execute("wait")
      #expect(try await front.story(until: "stdout waiting\n").count == 3)
    }
  }

  @Test func `100,000 lines come in at most 50 messages, none lost, idle last`() async throws {
    try await withFrontend { front in
      let cell = try await front.execute("flood 100000")
      let story = try await front.story(of: cell)
      let streams = story.filter { $0.hasPrefix("stdout ") }
      #expect(streams.count <= 50)
      let text = streams.map { $0.dropFirst("stdout ".count) }.joined()
      #expect(text == (0..<100_000).map { "line \($0)\n" }.joined())
      #expect(story.last == "idle")
    }
  }

  @Test func `a cell that prints too much is cut, and told how much`() async throws {
    try await withFrontend(Settings(outputLimit: 10)) { front in
      let cell = try await front.execute("print 12345678é0")
      let story = try await front.story(of: cell)
      #expect(story[2] == "stdout 12345678é")
      #expect(story[3].contains("2 more bytes were printed and not shown"))
    }
  }

  @Test func `late output goes to the cell that made it`() async throws {
    try await withFrontend { front in
      let first = try await front.execute("print a")
      _ = try await front.story(of: first)
      let second = try await front.execute("print b")
      _ = try await front.story(of: second)
      front.evaluator.emit(.stream(.stdout, "late"), from: .cell(1))
      #expect(try await front.next(on: .iopub).parentHeader.messageID == first)
      front.evaluator.emit(.stream(.stdout, "from nobody"), from: nil)
      #expect(try await front.next(on: .iopub).parentHeader.messageID == second)
    }
  }

  @Test func `output of nobody known is not lost to a silent cell`() async throws {
    try await withFrontend { front in
      let shown = try await front.execute("print a")
      _ = try await front.story(of: shown)
      let silent = try await front.send(ExecuteRequest(code: "print b", silent: true))
      #expect(try await front.story(of: silent) == ["busy", "idle"])
      front.evaluator.emit(.stream(.stdout, "from nobody"), from: nil)
      #expect(try await front.next(on: .iopub).parentHeader.messageID == shown)
    }
  }

  @Test func `only what was shown is updated`() async throws {
    try await withFrontend { front in
      let cell = try await front.execute("update plot\nshow plot\nupdate plot")
      #expect(
        try await front.story(of: cell).dropFirst(2) == [
          "display_data plot", "update_display_data new", "idle",
        ])
    }
  }
}
