public import SuperposeCellMessages
public import Synchronization

/// The connection of widgets to front ends and to the code that runs their handlers.
///
/// The notebook's host installs its implementation. All calls may come from any thread.
public protocol CommPort: Sendable {
  /// Sends one message to every front end.
  func send(_ message: CommMessage)
  /// The cell for which the calling thread works; handlers made now are that cell's.
  var owner: SubmissionID? { get }
  /// Signals that handlers are pending: ``WidgetRegistry/nextReaction()`` returns one. They run one at
  /// a time, never while a cell runs, and a failure ends only the handler.
  func requestReaction()
  /// Captures the printed text of the calling thread from now on; `nil` stops capturing.
  func divertPrints(to taker: (@Sendable (_ text: String, _ isError: Bool) -> Void)?)
  /// Finds the message and the place in the user's code for an error that was just thrown.
  func explain(_ error: any Error, then: @escaping @Sendable (Failure) -> Void)
  /// Shows why a handler failed, below the cell that created it.
  func report(_ failure: Failure, of owner: SubmissionID?)
}

/// The port without a front end: messages are dropped, and handlers run only when code calls
/// ``WidgetRegistry/runReactions()``.
public struct NoFrontEnd: CommPort {
  public init() {}

  public func send(_ message: CommMessage) {}
  public var owner: SubmissionID? { nil }
  public func requestReaction() {}
  public func divertPrints(to taker: (@Sendable (String, Bool) -> Void)?) {}

  public func explain(_ error: any Error, then: @escaping @Sendable (Failure) -> Void) {
    then(Failure(name: String(describing: type(of: error)), value: String(describing: error)))
  }

  public func report(_ failure: Failure, of owner: SubmissionID?) {
    print("\(failure.name): \(failure.value)")
  }
}

/// The current port of this process.
var currentPort: any CommPort { commPort.withLock(\.self) }

/// The port in use; ``NoFrontEnd`` until a host installs another.
public let commPort = Mutex<any CommPort>(NoFrontEnd())
