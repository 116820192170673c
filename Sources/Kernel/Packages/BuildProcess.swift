internal import Foundation
internal import SuperposeProcesses
internal import Synchronization

/// A program whose output is read line by line as it comes. Cancelling the task ends it and everything it
/// has started.
struct BuildProcess: Sendable {
  let program: Program
  /// Called for each line, on a thread of its own.
  let onLine: @Sendable (String) -> Void

  struct Result: Sendable {
    let end: ProcessEnd
    let output: String
  }

  /// - Throws: `POSIXError` when it cannot be started; `CancellationError`.
  func run() async throws -> Result {
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
    while let chunk = try pipe.readingEnd.read(upToCount: 1 << 16), !chunk.isEmpty {
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
}
