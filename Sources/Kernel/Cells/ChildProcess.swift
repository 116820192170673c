internal import Foundation
internal import Synchronization

/// A program that is started, read and waited for.
public struct ChildProcess: Sendable {
  let path: String
  let arguments: [String]

  public init(path: String, arguments: [String]) {
    self.path = path
    self.arguments = arguments
  }

  public struct Result: Sendable {
    public let status: Int32
    /// Standard output and error together.
    public let output: String
  }

  /// Runs the program to its end. When the task is cancelled, the program is killed.
  ///
  /// - Throws: What the system says when the program cannot be started.
  public func run() async throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    let killer = Killer()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        do {
          try process.run()
        } catch {
          return continuation.resume(throwing: error)
        }
        killer.started(process.processIdentifier)
        let ending = Ending(process: process, reading: pipe.fileHandleForReading)
        // Reading blocks, and so may not happen on Swift's own threads.
        Thread.detachNewThread {
          let result = ending.wait()
          killer.ended()
          continuation.resume(returning: result)
        }
      }
    } onCancel: {
      killer.kill()
    }
  }
}

/// Both are used by one thread only, the one that waits.
private struct Ending: @unchecked Sendable {
  let process: Process
  let reading: FileHandle

  func wait() -> ChildProcess.Result {
    let data = reading.readDataToEndOfFile()
    process.waitUntilExit()
    return ChildProcess.Result(
      status: process.terminationStatus, output: String(decoding: data, as: UTF8.self))
  }
}

/// Kills a process that is still running, and none that has its number later.
private final class Killer: Sendable {
  private let state = Mutex<(identifier: Int32?, isWanted: Bool)>((nil, false))

  func started(_ identifier: Int32) {
    state.withLock { state in
      state.identifier = identifier
      if state.isWanted { Foundation.kill(identifier, SIGKILL) }
    }
  }

  func ended() { state.withLock { $0.identifier = nil } }

  func kill() {
    state.withLock { state in
      state.isWanted = true
      if let identifier = state.identifier { Foundation.kill(identifier, SIGKILL) }
    }
  }
}
