import Foundation
import SuperposeEvaluation
import SuperposeLanguage
import Testing

@Suite struct LanguageProcessTests {
  private let context: CellContext

  init() throws { context = try Notebook.shared.get().context }

  private func texts(_ client: LanguageClient) async -> [String] {
    await client.completions(of: "polyg", at: 5, in: context).items.map(\.text)
  }

  @Test func `a killed process costs no more than the answer it owed`() async throws {
    let client = try Notebook.client()
    #expect(await texts(client) == ["polygon"])
    let first = try #require(await client.processID)

    kill(first, SIGKILL)
    // Either it was dead before the question, and another answers, or it took that one with it.
    _ = await texts(client)
    #expect(await texts(client) == ["polygon"])
    #expect(await client.processID != first)
    await client.shutDown()
  }

  @Test func `a death while a question is open answers it with nothing`() async throws {
    let client = LanguageClient(
      command: ["/bin/sleep", "100"], magics: [], deadline: .seconds(20))
    async let answer = texts(client)
    let process = try #require(await started(client))
    kill(process, SIGKILL)
    #expect(await answer == [])
    await client.shutDown()
  }

  @Test func `a process that does not answer is left at the deadline`() async throws {
    let client = LanguageClient(
      command: ["/bin/sleep", "100"], magics: [], deadline: .milliseconds(50))
    let time = await ContinuousClock().measure { #expect(await texts(client) == []) }
    #expect(time >= .milliseconds(50) && time < .seconds(50))
    await client.shutDown()
  }

  @Test func `a process that hangs is replaced`() async throws {
    let client = LanguageClient(
      command: ["/bin/sleep", "100"], magics: [], deadline: .seconds(20),
      patience: .milliseconds(500))
    async let answer = texts(client)
    let first = try #require(await started(client))
    #expect(await answer == [])
    #expect(kill(first, 0) != 0)
    async let other = texts(client)
    #expect(await started(client) != first)
    await client.shutDown()
    #expect(await other == [])
  }

  @Test func `a process that nobody asks is ended, and back for the next question`() async throws {
    let client = try Notebook.client(idleLimit: .milliseconds(200))
    for _ in 1...2 {
      #expect(await texts(client) == ["polygon"])
      while await client.processID != nil { try await Task.sleep(for: .milliseconds(20)) }
    }
    await client.shutDown()
  }

  @Test func `a missing executable answers nothing`() async {
    let client = LanguageClient(command: ["/nowhere"], magics: [], deadline: .seconds(20))
    #expect(await texts(client) == [])
    await client.shutDown()
    #expect(await texts(client) == [])
  }

  @Test func `warming takes as long as it takes`() async throws {
    let client = try Notebook.client(deadline: .milliseconds(1))
    await client.warm(in: context)
    #expect(await client.processID != nil)
    await client.shutDown()
  }

  @Test func `shutting down leaves no process behind`() async throws {
    let client = try Notebook.client()
    _ = await texts(client)
    let process = try #require(await client.processID)
    await client.shutDown()
    while kill(process, 0) == 0 { await Task.yield() }
  }

  @Test func `a client that is forgotten takes its process along`() async throws {
    var client: LanguageClient? = try Notebook.client()
    _ = await client?.completions(of: "polyg", at: 5, in: context)
    let process = try #require(await client?.processID)
    client = nil
    while kill(process, 0) == 0 { await Task.yield() }
  }

  @Test func `the process ends when whoever started it is gone`() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Notebook.executable)
    process.arguments = [try Notebook.sourceKit.get()]
    let input = Pipe()
    process.standardInput = input
    process.standardError = FileHandle.nullDevice
    try process.run()
    // All that is left of a process that was killed.
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test func `a paused process rests until a question, the end of the pause, or two seconds later`() async throws {
    let client = try Notebook.client()
    #expect(await texts(client) == ["polygon"])
    let process = try #require(await client.processID)
    client.pause()
    await reaches(true, process)
    #expect(await texts(client) == ["polygon"])
    await reaches(false, process)

    client.pause()
    await reaches(true, process)
    client.proceed()
    await reaches(false, process)

    let time = await ContinuousClock().measure {
      client.pause()
      await reaches(true, process)
      await reaches(false, process)
    }
    #expect(time >= .seconds(2))
    #expect(await client.processID == process)
    await client.shutDown()
  }

  @Test func `a pause does not stop what somebody waits for`() async throws {
    let client = LanguageClient(command: ["/bin/sleep", "100"], magics: [], deadline: .milliseconds(300))
    async let answer = texts(client)
    let process = try #require(await started(client))
    client.pause()
    #expect(!isStopped(process))
    #expect(await answer == [])
    await reaches(true, process)
    await client.shutDown()
    while kill(process, 0) == 0 { await Task.yield() }
  }

  /// Returns once the process is stopped, or goes on.
  private func reaches(_ stopped: Bool, _ process: Int32) async {
    while isStopped(process) != stopped { await Task.yield() }
  }

  private func isStopped(_ process: Int32) -> Bool {
    let line = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
    return line.split(separator: ")").last?.trimmingPrefix(" ").first == "T"
  }

  private func started(_ client: LanguageClient) async -> Int32? {
    for _ in 0..<1_000_000 {
      if let process = await client.processID { return process }
      await Task.yield()
    }
    return nil
  }
}
