internal import Foundation
package import SuperposeProcesses
internal import Synchronization

/// A program whose output is read line by line as it comes. Cancelling the task ends it and everything it
/// has started.
package struct BuildProcess: Sendable {
  let program: Program
  /// How long it may do nothing: no output, no running child, and less work than a hundredth of this time.
  let patience: Duration
  /// Called for each line, on a thread of its own.
  let onLine: @Sendable (String) -> Void

  package init(
    program: Program, patience: Duration = .seconds(20), onLine: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.program = program
    self.patience = patience
    self.onLine = onLine
  }

  package struct Result: Sendable {
    package let end: ProcessEnd
    package let output: String
  }

  /// The program did nothing for too long, and was ended. The package manager sometimes waits without
  /// end after a child of its own has failed.
  package struct Stalled: Error {}

  /// - Throws: `POSIXError` when it cannot be started; ``Stalled``; `CancellationError`.
  package func run() async throws -> Result {
    let running = Mutex<pid_t?>(nil)
    let result = try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Result, any Error>) in
        Thread.detachNewThread {
          continuation.resume(with: Swift.Result { try block(running) })
        }
      }
    } onCancel: {
      running.withLock { identifier in
        guard let identifier else { return }
        ProcessTree(root: identifier).killDescendants()
        kill(-identifier, SIGKILL)
      }
    }
    try Task.checkCancellation()
    return result
  }

  private func block(_ running: borrowing Mutex<pid_t?>) throws -> Result {
    let pipe = try PrivatePipe()
    let writing = pipe.writingEnd.fileDescriptor
    let identifier = try program.endingWithParent.start(descriptors: [nil, writing, writing])
    running.withLock { $0 = identifier }
    try pipe.writingEnd.close()
    var output = Data()
    var line = Data()
    while try isReadable(pipe.readingEnd.fileDescriptor, of: identifier, running) {
      let chunk = available(pipe.readingEnd.fileDescriptor)
      if chunk.isEmpty { break }
      output.append(chunk)
      line.append(chunk)
      while let end = line.firstIndex(of: 10) {
        onLine(String(decoding: line[line.startIndex..<end], as: UTF8.self))
        line = Data(line[line.index(after: end)...])
      }
    }
    running.withLock { $0 = nil }
    return Result(end: .wait(for: identifier), output: String(decoding: output, as: UTF8.self))
  }

  /// What is there to read; nothing at the end. `FileHandle.read(upToCount:)` would wait for all that was asked for.
  private func available(_ descriptor: Int32) -> Data {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var count: Int
    repeat { count = read(descriptor, &buffer, buffer.count) } while count < 0 && errno == EINTR
    return Data(buffer.prefix(max(count, 0)))
  }

  /// Waits for output or its end.
  ///
  /// - Throws: ``Stalled``, after the process has been ended.
  private func isReadable(_ descriptor: Int32, of process: pid_t, _ running: borrowing Mutex<pid_t?>) throws -> Bool {
    var place = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    var worked = ContinuousClock.now
    var time = Duration.zero
    while poll(&place, 1, 2000) <= 0 {
      let tree = ProcessTree(root: process)
      let now = tree.usage?.processorTime ?? .zero
      // A thread that wakes up now and then is no work.
      if tree.hasRunningDescendants || now < time || now - time > patience / 100 { (worked, time) = (.now, now) }
      guard ContinuousClock.now - worked > patience else { continue }
      running.withLock { $0 = nil }
      kill(-process, SIGKILL)
      _ = ProcessEnd.wait(for: process)
      throw Stalled()
    }
    return true
  }
}
