import Foundation
import SuperposeProcesses
import Testing

struct ProcessTreeTests {
  @Test func `descendants are killed to the last, in whatever group; the root is not`() async throws {
    // The shell's child is in a group of its own, and prints its number once it is there.
    let pipe = try PrivatePipe()
    let script = "setsid sh -c 'echo $$; exec sleep 1000' & wait; echo outlived; exec sleep 1000"
    let root = try Program("/bin/sh", ["-c", script]).start(
      descriptors: [nil, pipe.writingEnd.fileDescriptor, nil])
    defer {
      kill(root, SIGKILL)
      _ = ProcessEnd.wait(for: root)
    }
    try pipe.writingEnd.close()
    let number = try line(pipe.readingEnd)
    let child = try #require(number.flatMap { Int32($0) })
    #expect(getpgid(child) == child)
    #expect(try #require(ProcessTree(root: root).usage).memory > 0)
    ProcessTree(root: root).killDescendants()
    // The root has seen its child die.
    #expect(try line(pipe.readingEnd) == "outlived")
    #expect(kill(root, 0) == 0)
    #expect(kill(child, 0) == -1 && errno == ESRCH)
  }

  private func line(_ file: FileHandle) throws -> String? {
    var bytes: [UInt8] = []
    while let byte = try file.read(upToCount: 1)?.first, byte != 10 { bytes.append(byte) }
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }
}

struct ProcessEndTests {
  @Test func `a status tells a signal from a code`() {
    #expect(ProcessEnd(status: 0).isSuccess)
    #expect(ProcessEnd(status: 3 << 8).code == 3 && ProcessEnd(status: 3 << 8).signal == nil)
    #expect(ProcessEnd(status: SIGKILL).signal == SIGKILL && !ProcessEnd(status: SIGKILL).isSuccess)
    // With a core dump.
    #expect(ProcessEnd(status: SIGSEGV | 0x80).signal == SIGSEGV)
  }

  @Test func `a program's output and end come back, and what it reads goes there`() async throws {
    let program = try StartedProcess(Program("/bin/sh", ["-c", "cat; echo error >&2; exit 4"]))
    let result = try await program.finish(reading: Data("input\n".utf8))
    #expect(result.output == "input\nerror\n" && result.end.code == 4)
  }

  @Test func `a program that cannot be started throws`() async {
    await #expect(throws: POSIXError(.ENOENT)) { try await Program("/no/such/program").run() }
  }
}
