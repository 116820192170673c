internal import SuperposeCells
internal import SuperposeEvaluation
internal import SuperposeHostClient
internal import SuperposeHostLink
internal import Synchronization

/// Converts errors to the failures that the user reads.
final class FailureReporter: Sendable {
  private let symbolicator: Symbolicator
  private let toolchain: Toolchain
  /// Bytes of private memory that cells may have; `nil` for no limit.
  private let memoryLimit: UInt64?
  /// The texts of the session's cells by label, for tracebacks.
  private let sources = Mutex<[String: Source]>([:])

  private struct Source {
    var lines: [Substring]
    /// The lines of each `guard` statement that the kernel has made a closure.
    var guards: [ClosedRange<Int>]
  }

  init(symbolicator: Symbolicator, toolchain: Toolchain, memoryLimit: UInt64?) {
    self.toolchain = toolchain
    self.symbolicator = symbolicator
    self.memoryLimit = memoryLimit
  }

  /// Stores the text of the cell `label`, for the lines in tracebacks.
  ///
  /// - Parameter guards: The lines of each `guard` statement that the kernel has made a closure.
  func note(_ code: String, of label: String, guards: [ClosedRange<Int>]) {
    let lines = code.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    sources.withLock { $0[label] = Source(lines: lines, guards: guards) }
  }

  /// Diagnostics with the lines as the user wrote them.
  func asWritten(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    let sources = sources.withLock(\.self)
    return diagnostics.map { $0.asWritten { sources[$0]?.lines } }
  }

  /// A failure, and where in the user's code it happened.
  struct Report: Sendable {
    var failure: Failure
    var traceback: Traceback
  }

  /// The failure for `end`; `nil` if the cell succeeded.
  func report(on end: CellEnd) async -> Report? {
    guard Failure(end) != nil else { return nil }
    let findings = await symbolicator.findings(of: end.frames)
    let sources = sources.withLock(\.self)
    let places = findings.places.outsideOfGuards { sources[$0]?.guards ?? [] }
    let traceback = Traceback(places: places, lines: { sources[$0]?.lines })
    guard var failure = Failure(end, failedCheck: findings.failedCheck) else { return nil }
    if failure.value.hasPrefix("failed to allocate") {
      failure = .outOfMemory(limit: memoryLimit)
    }
    failure.traceback += traceback.words
    return Report(failure: failure, traceback: traceback)
  }

  /// The compiler's errors, with hints from the session.
  ///
  /// - Parameters:
  ///   - packageModules: The modules of loaded packages.
  ///   - isWaiting: Whether the cell waits for a declaration.
  func failure(
    for refusal: CompileFailure, chain: Chain, lost: Chain?, packageModules: Set<String>, isWaiting: Bool
  ) -> Failure {
    let refusal = CompileFailure(diagnostics: asWritten(refusal.diagnostics), output: refusal.output)
    let failure = Failure(refusal)
    let hint = Hint(
      message: failure.value, errors: refusal.errors, chain: chain, lost: lost, toolchain: toolchain,
      packageModules: packageModules,
      isWaiting: isWaiting)
    return failure.adding(hint.line)
  }

  /// The failure of a submission during which the host was lost.
  ///
  /// - Parameter gone: The cells that the host held.
  func failure(for loss: HostLoss, gone: Chain) -> Failure {
    Failure(loss, gone: gone, memoryLimit: memoryLimit)
  }
}
