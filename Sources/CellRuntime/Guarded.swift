package import CSuperposeCellHost
import Glibc
import SuperposeHostLink

/// Starts a detached thread whose work can be abandoned after traps and interrupts.
///
/// - Returns: Its handle, which stays valid; `nil` if the system cannot create a thread.
func startGuardedThread(
  stackSize: Int = 64 << 20, _ body: @escaping @Sendable () -> Void
) -> GuardedHandle? {
  let box = Unmanaged.passRetained(ThreadBody(run: body))
  // The stack counts towards the memory limit, which cells may have reached.
  processReserveMemory(UInt64(stackSize) + 1 << 20)
  defer { processReserveMemory(0) }
  let thread = guardedThreadStart(
    stackSize, { Unmanaged<ThreadBody>.fromOpaque($0!).takeRetainedValue().run() }, box.toOpaque())
  if thread == nil { box.release() }
  return thread.map(GuardedHandle.init)
}

/// Continues on another thread after a body was abandoned.
///
/// The runtime keeps a list of accesses in progress whose nodes are on the abandoned stack. The
/// next access on the same thread would follow them.
func onFreshThread(_ body: @escaping @Sendable () -> Void) {
  guard startGuardedThread(stackSize: 8 << 20, body) == nil else { return }
  // There is no memory for another thread, and so none for another cell.
  _exit(outOfMemoryExitCode)
}

/// A guarded thread, as seen by other threads.
struct GuardedHandle: @unchecked Sendable {  // The record behind it is never freed and locks itself.
  let thread: OpaquePointer

  /// Asks the thread to leave its body now if this is safe. Call it again until it has.
  func interrupt() { guardedInterrupt(thread) }
}

private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void
  init(run: @escaping @Sendable () -> Void) { self.run = run }
}

/// Runs `body` on the calling guarded thread and returns how it ended.
///
/// The closure is escaping, because an abandoned body never releases its copy.
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

  /// The ending of a body that could not start.
  init(notStarted message: String) {
    end = GuardedTrapped
    detail = Int(SIGABRT)
    error = nil
    isStackOverflow = false
    frames = ProgramCounters()
    self.message = message
  }

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
