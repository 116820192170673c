public import SuperposeCellMessages

/// A handler of the user's, ready to run whenever what it watches has changed.
///
/// The host runs it as it runs a cell: on a guarded thread, with nothing beside it.
public final class Reaction: Sendable {
  /// The cell that made the handler: what it prints belongs there.
  public let owner: SubmissionID?
  private let body: @MainActor @Sendable (Reaction) -> Void
  private let failed: (@Sendable (Failure) -> Void)?

  /// - Parameters:
  ///   - body: What to run.
  ///   - failed: Shows why `body` was stopped; by default that is shown under the cell.
  init(
    failed: (@Sendable (Failure) -> Void)? = nil,
    _ body: @escaping @MainActor @Sendable (Reaction) -> Void
  ) {
    owner = currentPort.owner
    self.body = body
    self.failed = failed
  }

  /// A handler whose errors are shown under the cell that made it.
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

  /// Whether what it watches has changed again since it began.
  public var isSuperseded: Bool { WidgetRegistry.shared.isWaiting(self) }

  /// Tells why the handler was stopped by a trap or an interrupt.
  public func fail(_ failure: Failure) {
    if let failed { failed(failure) } else {
      currentPort.report(failure, of: owner)
    }
  }

  /// Lets the handler run when its turn comes.
  func enqueue() { WidgetRegistry.shared.enqueue(self) }
}
