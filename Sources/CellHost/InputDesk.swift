import CSuperposeCellHost
import SuperposeEvaluation
import SuperposeHostLink
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Asks the kernel for lines of input, one at a time.
final class InputDesk: Sendable {
  private let lines = Mutex<[String?]>([])
  private let arrived = Semaphore()

  /// The kernel's answer to the question asked last.
  func answer(_ line: String?) {
    lines.withLock { $0.append(line) }
    arrived.signal()
  }

  /// Waits for the user's line, without its newline; `nil` at the end of input. Leaves the cell
  /// when no input is allowed.
  func ask(_ prompt: InputPrompt) -> String? {
    guard let cell = Host.shared.stage.runningCell, Host.shared.stage.allowsInput else {
      guard guardedCurrent() != nil else { return nil }
      guardedLeave(GuardedNoInput)
    }
    waitForReaders()
    lines.withLock { $0.removeAll() }
    Host.shared.send(.askLine(prompt, cell))
    arrived.wait()
    return lines.withLock { $0.isEmpty ? nil : $0.removeFirst() }
  }

  /// `readLine()` and C's getline: a malloc'ed line with its newline, or `nil` at the end.
  func readLine(into line: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Bool {
    guard Host.shared.stage.allowsInput else { return false }
    line.pointee = ask(InputPrompt(text: "")).flatMap { strdup($0 + "\n") }
    return true
  }
}
