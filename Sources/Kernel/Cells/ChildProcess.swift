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
    let killer = Killer()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        // A thread of its own: waiting blocks, and on Linux the program dies with the thread that
        // started it.
        Thread.detachNewThread {
          do {
            continuation.resume(returning: try start(killer))
          } catch {
            continuation.resume(throwing: error)
          }
        }
      }
    } onCancel: {
      killer.kill()
    }
  }

  private func start(_ killer: Killer) throws -> Result {
    let process = Process()
    let command = Self.mortalPrefix + [path] + arguments
    process.executableURL = URL(fileURLWithPath: command[0])
    process.arguments = Array(command.dropFirst())
    process.standardInput = FileHandle.nullDevice
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    killer.started(process.processIdentifier)
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    killer.ended()
    return Result(
      status: process.terminationStatus, output: String(decoding: data, as: UTF8.self))
  }

  /// Has the program killed when its parent is; where the system has no such tool, a compiler that
  /// is at work ends by itself a moment later.
  private static let mortalPrefix: [String] = {
    let tool = "/usr/bin/setpriv"
    return FileManager.default.isExecutableFile(atPath: tool) ? [tool, "--pdeathsig", "KILL"] : []
  }()
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
