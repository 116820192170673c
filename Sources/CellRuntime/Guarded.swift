package import CSuperposeCellHost
import Glibc
import SuperposeHostLink

/// Starts a detached thread whose work can be left by traps and interrupts.
///
/// - Returns: Its handle, which stays valid; `nil` when the system has no thread to give.
func startGuardedThread(
  stackSize: Int = 64 << 20, _ body: @escaping @Sendable () -> Void
) -> GuardedHandle? {
  let box = Unmanaged.passRetained(ThreadBody(run: body))
  let thread = guardedThreadStart(
    stackSize, { Unmanaged<ThreadBody>.fromOpaque($0!).takeRetainedValue().run() }, box.toOpaque())
  if thread == nil { box.release() }
  return thread.map(GuardedHandle.init)
}

/// Goes on elsewhere after a body was left.
///
/// The runtime keeps a list of the accesses to variables that are under way, and its links lie on
/// the stack that was abandoned: the next access on the same thread would follow them.
func onFreshThread(_ body: @escaping @Sendable () -> Void) {
  guard startGuardedThread(stackSize: 8 << 20, body) == nil else { return }
  // No memory is left for another thread, and so none for another cell.
  _exit(outOfMemoryExitCode)
}

/// A guarded thread, as others see it.
struct GuardedHandle: @unchecked Sendable {  // The record behind it is never freed and locks itself.
  let thread: OpaquePointer

  /// Asks the thread to leave its body now if it may; call again until it has.
  func interrupt() { guardedInterrupt(thread) }
}

private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void
  init(run: @escaping @Sendable () -> Void) { self.run = run }
}

/// Runs `body` on the calling guarded thread and tells how it ended.
///
/// The closure escapes as far as the compiler knows: a body that is left never gives its copy back.
func guarded(_ body: @escaping () -> Void) -> GuardedEnding {
  let outcome = UnsafeMutablePointer<GuardedOutcome>.allocate(capacity: 1)
  defer { outcome.deallocate() }
  withUnsafePointer(to: body) { pointer in
    guardedRun(
      { $0!.assumingMemoryBound(to: (() -> Void).self).pointee() },
      UnsafeMutableRawPointer(mutating: pointer), outcome)
  }
  return GuardedEnding(outcome)
}

/// How a guarded body ended.
package struct GuardedEnding: @unchecked Sendable {  // Whoever handles the ending owns `error`.
  let end: GuardedEnd
  let detail: Int
  let error: UnsafeMutableRawPointer?
  let isStackOverflow: Bool
  /// Program counters, innermost first.
  let frames: ProgramCounters
  /// What the runtime said before a trap, or empty.
  let message: String

  package init(_ outcome: UnsafePointer<GuardedOutcome>) {
    end = outcome.pointee.end
    detail = Int(outcome.pointee.detail)
    error = outcome.pointee.error
    isStackOverflow = outcome.pointee.stackOverflow
    frames = ProgramCounters(
      counters: Array(
        UnsafeBufferPointer(
          start: guardedOutcomeFrames(outcome), count: Int(outcome.pointee.frameCount))),
      omitted: Int(outcome.pointee.omittedFrames))
    message = String(cString: guardedOutcomeMessage(outcome))
  }
}

/// Where a thread was, innermost first. Of very many callers some are left out, before the outermost ones.
struct ProgramCounters: Sendable {
  var counters: [UInt] = []
  var omitted = 0
}
