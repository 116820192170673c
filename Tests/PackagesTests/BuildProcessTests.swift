import SuperposePackages
import SuperposeProcesses
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

  @Test func `a program that waits for its child is not`() async throws {
    let process = BuildProcess(
      program: Program("/bin/sh", ["-c", "sleep 5; echo done"]), patience: .milliseconds(100))
    #expect(try await process.run().output == "done\n")
  }
}
