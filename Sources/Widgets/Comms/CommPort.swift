public import SuperposeCellMessages
public import Synchronization

/// The way from widgets to their copies in front ends, and to whoever runs their handlers.
///
/// The notebook's host installs its own. Every call may come from any thread.
public protocol CommPort: Sendable {
  /// Sends one message to every front end.
  func send(_ message: CommMessage)
  /// The cell for which the calling thread works; handlers made now are that cell's.
  var owner: SubmissionID? { get }
  /// Says that handlers wait: ``WidgetRegistry/nextReaction()`` has one. They are run one at a time,
  /// never while a cell runs, and their failures cost nothing but themselves.
  func requestReaction()
  /// Takes, from now on, what the calling thread prints, or with `nil` no more of it.
  func divertPrints(to taker: (@Sendable (_ text: String, _ isError: Bool) -> Void)?)
  /// Finds words and the place in the user's code for an error that was just thrown.
  func explain(_ error: any Error, then: @escaping @Sendable (Failure) -> Void)
  /// Shows why a handler failed, under the cell that made it.
  func report(_ failure: Failure, of owner: SubmissionID?)
}

/// Where there is no front end: messages go nowhere, and handlers run only when somebody calls
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

/// The port that this process uses now.
var currentPort: any CommPort { commPort.withLock(\.self) }

/// The port in use; ``NoFrontEnd`` until a host installs another.
public let commPort = Mutex<any CommPort>(NoFrontEnd())
