public import Foundation
internal import Synchronization

/// A program that has been started and may wait for what it is to read. It is killed when nobody
/// wants it any more.
public final class StartedProcess: Sendable {
  public struct Result: Sendable {
    public let end: ProcessEnd
    /// Standard output and error together.
    public let output: String
  }

  private let input: PrivatePipe
  private let killer = Killer()
  private let result: Task<Result, any Error>

  /// - Throws: What the system says when no more files can be open. That the program cannot be
  ///   started is said by ``finish(reading:)``.
  public init(_ program: Program) throws {
    let input = try PrivatePipe()
    let output = try PrivatePipe()
    let killer = killer
    self.input = input
    result = Task {
      try await withCheckedThrowingContinuation { continuation in
        // A thread of its own: waiting blocks, and a program may end with the thread that started it
        // (``Program/endingWithParent``).
        Thread.detachNewThread {
          continuation.resume(
            with: Swift.Result { try program.run(input: input, output: output, killer: killer) })
        }
      }
    }
  }

  deinit { killer.kill() }

  /// Whether the program has not ended by itself.
  public var isWaiting: Bool { !killer.hasEnded }

  /// Gives the program all that it is to read, and waits for its end. When the task is cancelled,
  /// the program is killed.
  ///
  /// - Throws: `POSIXError` when the program could not be started.
  public func finish(reading data: Data = Data()) async throws -> Result {
    let writingEnd = input.writingEnd
    return try await withTaskCancellationHandler {
      // Beside the reading of what it prints: neither must wait for the other.
      Thread.detachNewThread {
        // A program that ends early says why itself.
        try? writingEnd.write(contentsOf: data)
        try? writingEnd.close()
      }
      return try await result.value
    } onCancel: {
      killer.kill()
    }
  }
}

extension Program {
  /// Runs the program to its end, with nothing to read. When the task is cancelled, it is killed.
  ///
  /// - Throws: `POSIXError` when it cannot be started.
  public func run() async throws -> StartedProcess.Result {
    try await StartedProcess(self).finish()
  }

  /// Blocks until the program has ended.
  fileprivate func run(
    input: PrivatePipe, output: PrivatePipe, killer: Killer
  ) throws -> StartedProcess.Result {
    defer { killer.close() }
    let printing = output.writingEnd.fileDescriptor
    let identifier = try start(
      descriptors: [input.readingEnd.fileDescriptor, printing, printing])
    killer.started(identifier)
    try input.readingEnd.close()
    try output.writingEnd.close()
    let printed = try output.readingEnd.readToEnd() ?? Data()
    return StartedProcess.Result(
      end: killer.wait(for: identifier), output: String(decoding: printed, as: UTF8.self))
  }
}

/// Kills a process that is still running, and none that has its number later.
private final class Killer: Sendable {
  private struct State {
    var identifier: pid_t?
    var isWanted = false
    var hasEnded = false
  }
  private let state = Mutex(State())

  var hasEnded: Bool { state.withLock(\.hasEnded) }

  func started(_ identifier: pid_t) {
    state.withLock { state in
      state.identifier = identifier
      if state.isWanted { Foundation.kill(identifier, SIGKILL) }
    }
  }

  /// Blocks until the process has ended.
  func wait(for identifier: pid_t) -> ProcessEnd {
    // Only once it is reaped its number may become another's.
    ProcessEnd.await(identifier)
    return state.withLock { state in
      state.identifier = nil
      return .wait(for: identifier)
    }
  }

  /// Says that there is nothing to kill any more.
  func close() { state.withLock { $0.hasEnded = true } }

  func kill() {
    state.withLock { state in
      state.isWanted = true
      if let identifier = state.identifier { Foundation.kill(identifier, SIGKILL) }
    }
  }
}
