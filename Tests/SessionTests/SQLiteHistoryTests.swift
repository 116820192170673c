import Foundation
import Logging
import SuperposeSession
import SuperposeWire
import Testing

struct SQLiteHistoryTests {
  private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
  private let path = FileManager.default.temporaryDirectory
    .appending(path: "superpose ö \(UUID().uuidString)").appending(path: "history.sqlite").path

  private func filled(_ lines: [String]) async throws -> SQLiteHistory {
    let history = try SQLiteHistory.open(at: path, logger: logger)
    for (index, line) in lines.enumerated() { await history.append(line, line: index + 1) }
    return history
  }

  private func inputs(
    _ history: SQLiteHistory, _ access: HistoryRequest.Access
  ) async throws -> [String] {
    try await history.entries(for: HistoryRequest(access)).map(\.input)
  }

  @Test func `the tail is the last lines, oldest first`() async throws {
    let history = try await filled(["a", "b", "c"])
    #expect(try await inputs(history, .tail(count: 2)) == ["b", "c"])
    #expect(try await inputs(history, .tail(count: nil)) == ["a", "b", "c"])
  }

  @Test func `history outlives the kernel, and sessions count back from the running one`()
    async throws
  {
    let first = try await filled(["old"])
    try first.close()
    let second = try await filled(["new", "newer"])
    #expect(second.session == first.session + 1)
    #expect(try await inputs(second, .tail(count: nil)) == ["old", "new", "newer"])
    #expect(try await inputs(second, .range(session: 0, start: 1, stop: nil)) == ["new", "newer"])
    #expect(try await inputs(second, .range(session: -1, start: 1, stop: nil)) == ["old"])
    #expect(try await inputs(second, .range(session: first.session, start: 1, stop: 2)) == ["old"])
    #expect(try await inputs(second, .range(session: 0, start: 1, stop: 2)) == ["new"])
  }

  @Test func `a search knows * and ? and takes [ as it is`() async throws {
    let history = try await filled(["let a = [1]", "let b = 2", "a[0]", "print(a)"])
    #expect(
      try await inputs(history, .search(pattern: "let ? = *", count: nil, unique: false))
        == ["let a = [1]", "let b = 2"])
    #expect(
      try await inputs(history, .search(pattern: "a[0]", count: nil, unique: false)) == ["a[0]"])
    #expect(
      try await inputs(history, .search(pattern: "*", count: 1, unique: false)) == ["print(a)"])
  }

  @Test func `a unique search gives equal code once, where it stood last`() async throws {
    let history = try await filled(["a", "b", "a"])
    let entries = try await history.entries(
      for: HistoryRequest(.search(pattern: "*", count: nil, unique: true)))
    #expect(entries.map(\.input) == ["b", "a"])
    #expect(entries.map(\.line) == [2, 3])
  }

  @Test func `outputs are told as unknown where they are asked for`() async throws {
    let history = try await filled(["a"])
    let entries = try await history.entries(for: HistoryRequest(.tail(count: 1), output: true))
    #expect(entries.map(\.output) == [.asked(nil)])
  }

  @Test func `a place that cannot be written is replaced by memory`() async throws {
    let history = try SQLiteHistory.open(at: "/proc/superpose/history.sqlite", logger: logger)
    await history.append("a", line: 1)
    #expect(try await inputs(history, .tail(count: 1)) == ["a"])
  }

  @Test func `two kernels write side by side`() async throws {
    let first = try await filled(["a"])
    let second = try await filled(["b"])
    await first.append("c", line: 2)
    #expect(try await inputs(first, .range(session: 0, start: 1, stop: nil)) == ["a", "c"])
    #expect(try await inputs(second, .tail(count: nil)) == ["a", "c", "b"])
  }
}
