import SuperposePackages
import SuperposeProcesses
import Synchronization
import Testing

struct BuildProcessTests {
  @Test func `output is read to its end`() async throws {
    let result = try await BuildProcess(program: Program("/bin/sh", ["-c", "echo one; exit 3"])).run()
    #expect(result.output == "one\n" && !result.end.isSuccess)
  }

  @Test func `a program that does nothing is ended`() async throws {
    let process = BuildProcess(program: Program("/bin/sleep", ["60"]), patience: .milliseconds(100))
    await #expect(throws: BuildProcess.Stalled.self) { try await process.run() }
  }

  @Test func `a program that does nothing after its first output is ended`() async throws {
    let process = BuildProcess(
      program: Program("/bin/sh", ["-c", "echo Fetching; exec sleep 60"]), patience: .milliseconds(100))
    await #expect(throws: BuildProcess.Stalled.self) { try await process.run() }
  }

  @Test func `lines come as they are written`() async throws {
    let start = ContinuousClock.now
    let first = Mutex<Duration?>(nil)
    let process = BuildProcess(program: Program("/bin/sh", ["-c", "echo one; sleep 2; echo two"])) { _ in
      first.withLock { $0 = $0 ?? ContinuousClock.now - start }
    }
    #expect(try await process.run().output == "one\ntwo\n")
    #expect(try #require(first.withLock { $0 }) < .seconds(1.5))
  }

  @Test func `a program that does not notice its child's end is ended`() async throws {
    // The shell becomes a program that does not know of its child.
    let program = Program("/bin/sh", ["-c", "true & exec sleep 60"])
    await #expect(throws: BuildProcess.Stalled.self) {
      try await BuildProcess(program: program, patience: .milliseconds(100)).run()
    }
  }

  @Test func `a program that waits for its child is not`() async throws {
    let process = BuildProcess(
      program: Program("/bin/sh", ["-c", "sleep 5; echo done"]), patience: .milliseconds(100))
    #expect(try await process.run().output == "done\n")
  }
}
