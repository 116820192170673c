public import SuperposeCellMessages

/// A user's handler, which runs after each change of the value that it observes.
///
/// The host runs it like a cell: on a guarded thread, with no cell or handler at the same time.
public final class Reaction: Sendable {
  /// The cell that created the handler; printed text belongs to that cell.
  public let owner: SubmissionID?
  private let body: @MainActor @Sendable (Reaction) -> Void
  private let failed: (@Sendable (Failure) -> Void)?

  /// - Parameters:
  ///   - body: The code to run.
  ///   - failed: Shows why `body` failed. Default: below the cell.
  init(
    failed: (@Sendable (Failure) -> Void)? = nil,
    _ body: @escaping @MainActor @Sendable (Reaction) -> Void
  ) {
    owner = currentPort.owner
    self.body = body
    self.failed = failed
  }

  /// A handler whose errors are shown below the cell that created it.
  convenience init(throwing body: @escaping @MainActor @Sendable () throws -> Void) {
    let owner = currentPort.owner
    self.init(failed: nil) { _ in
      do { try body() } catch {
        let port = currentPort
        port.explain(error) { port.report($0, of: owner) }
      }
    }
  }

  /// Runs the handler.
  @MainActor public func run() { body(self) }

  /// Whether the observed value has changed again since it started.
  public var isSuperseded: Bool { WidgetRegistry.shared.isWaiting(self) }

  /// Reports why a trap or an interrupt stopped the handler.
  public func fail(_ failure: Failure) {
    if let failed {
      failed(failure)
    } else {
      currentPort.report(failure, of: owner)
    }
  }

  /// Queues the handler.
  func enqueue() { WidgetRegistry.shared.enqueue(self) }
}
