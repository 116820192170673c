import SuperposeReading
import Testing

struct SourceReadingTests {
  private func refusal(of source: String) async -> String? {
    do {
      try await SourceReading.read(source, within: .seconds(60)) {}
      return nil
    } catch {
      return error.description
    }
  }

  private static func times(_ count: Int, _ text: String) -> String { String(repeating: text, count: count) }

  @Test(arguments: [
    times(26, "["), "let a = " + times(25, "[") + "1" + times(25, "]"), times(11, "[ /* c */\n"),
    times(30, "([") + times(30, "])"), "\"\\(" + times(12, "[") + ")\"", times(300, "("), times(300, "{ "),
    times(200_000, "try "), "a" + times(50_000, ".b()"), "if a {}" + times(10_000, "\nelse if a {}"),
  ])
  func `what nests or chains too much is refused with a sentence`(source: String) async throws {
    let sentence = try #require(await refusal(of: source))
    #expect(sentence.contains("can be read"))
  }

  @Test(arguments: [
    "let cube = [[[[1, 2], [3]], [[4]]]]", "x[a[b[c[0]]]]", times(1000, "let r = /\\[/\n"),
    times(1000, "let s = \"[[[[ ( {\"\n"), times(1000, "// [[[[[[\n"), "/* " + times(50, "[") + " */",
    "#\"\\([[[[[[[[[[[[[[[\"#", "\"\"\"\n" + times(50, "[") + "\n\"\"\"", "let a = [" + times(50_000, "1, ") + "]",
    times(30_000, "print(1)\n"), "if a {}" + times(3000, "\nelse if a {}"), times(100, "(") + times(100, ")"),
    "let text = \"" + times(5_000_000, "a") + "\"",
  ])
  func `what people write is read`(source: String) async {
    #expect(await refusal(of: source) == nil)
  }

  @Test func `nobody waits longer than the limit`() async {
    let refusal = await #expect(throws: SourceRefusal.self) {
      try await SourceReading.read("1", within: .milliseconds(10)) {
        let end = ContinuousClock.now + .seconds(1)
        while ContinuousClock.now < end {}
      }
    }
    #expect(refusal?.description.contains("longer than") == true)
  }

  @Test func `there is room for a deep recursion`() async throws {
    @Sendable func depth(_ rest: Int) -> Int { rest == 0 ? 0 : 1 + depth(rest - 1) }
    let reached = try await SourceReading.read("1", within: .seconds(60)) { depth(1_000_000) }
    #expect(reached == 1_000_000)
  }
}
