import CSuperposeCellHost
import Glibc
import SuperposeEvaluation
import SuperposeHostLink
import Synchronization

/// Asks the kernel for lines of input, one at a time.
final class InputReader: Sendable {
  private let runner: CellRunner
  private let connection: any KernelConnection
  private let lines = Mutex<[String?]>([])
  private let arrived = Semaphore()

  init(runner: CellRunner, connection: any KernelConnection) {
    self.runner = runner
    self.connection = connection
  }

  /// Handles the kernel's answer to the last request.
  func answer(_ line: String?) {
    lines.withLock { $0.append(line) }
    arrived.signal()
  }

  /// Waits for the user's line, without its newline; `nil` at the end of input. Ends the cell if
  /// the front end does not support input requests.
  func ask(_ prompt: InputPrompt) -> String? {
    guard let cell = runner.runningCell, runner.allowsInput else {
      guard guardedCurrent() != nil else { return nil }
      guardedLeave(GuardedNoInput)
    }
    waitForReaders()
    lines.withLock { $0.removeAll() }
    connection.send(.askLine(prompt, cell))
    arrived.wait()
    return lines.withLock { $0.isEmpty ? nil : $0.removeFirst() }
  }

  /// Serves `readLine()` and C's getline: a malloc'ed line with its newline, or `nil` at the end.
  ///
  /// - Returns: `false` if the front end does not support input requests.
  func readLine(into line: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Bool {
    guard runner.allowsInput else { return false }
    line.pointee = ask(InputPrompt(text: "")).flatMap { strdup($0 + "\n") }
    return true
  }
}
