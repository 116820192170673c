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

  /// Takes the kernel's answer to the question asked last.
  func answer(_ line: String?) {
    lines.withLock { $0.append(line) }
    arrived.signal()
  }

  /// Waits for the user's line, without its newline; `nil` at the end of input. Leaves the cell
  /// when the front end answers no questions.
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
  /// - Returns: `false` when the front end answers no questions.
  func readLine(into line: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Bool {
    guard runner.allowsInput else { return false }
    line.pointee = ask(InputPrompt(text: "")).flatMap { strdup($0 + "\n") }
    return true
  }
}
