public import Foundation
internal import Synchronization

/// A started program, which may wait for its input. It is killed when this object is released.
public final class StartedProcess: Sendable {
  public struct Result: Sendable {
    public let end: ProcessEnd
    /// Standard output and error together.
    public let output: String
  }

  private let input: PrivatePipe
  private let killer = Killer()
  private let result: Task<Result, any Error>

  /// - Throws: The system's error if no more files can be opened. If the program cannot be started,
  ///   ``finish(reading:)`` throws.
  public init(_ program: Program) throws {
    let input = try PrivatePipe()
    let output = try PrivatePipe()
    let killer = killer
    self.input = input
    result = Task {
      try await withCheckedThrowingContinuation { continuation in
        // Uses a separate thread: waiting blocks, and the program may end with the thread that
        // started it.
        Thread.detachNewThread {
          continuation.resume(
            with: Swift.Result { try program.run(input: input, output: output, killer: killer) })
        }
      }
    }
  }

  deinit { killer.kill() }

  /// Whether the program is still running.
  public var isWaiting: Bool { !killer.hasEnded }

  /// Writes the program's input and waits for its end. If the task is cancelled, the program is
  /// killed.
  ///
  /// - Throws: `POSIXError` when the program could not be started.
  public func finish(reading data: Data = Data()) async throws -> Result {
    let writingEnd = input.writingEnd
    return try await withTaskCancellationHandler {
      // Concurrently with reading its output: neither must wait for the other.
      Thread.detachNewThread {
        // A program that ends early reports the reason in its output.
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
  /// Runs the program to its end without input. If the task is cancelled, it is killed.
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

/// Kills the process if it is still running, but never another process that got its id later.
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
    // Its id can be reused only after it is reaped.
    ProcessEnd.await(identifier)
    return state.withLock { state in
      state.identifier = nil
      return .wait(for: identifier)
    }
  }

  /// Records that the process has ended.
  func close() { state.withLock { $0.hasEnded = true } }

  func kill() {
    state.withLock { state in
      state.isWanted = true
      if let identifier = state.identifier { Foundation.kill(identifier, SIGKILL) }
    }
  }
}
