public import SuperposeJSON
public import Synchronization

/// The way from widgets to their copies in front ends, and to whoever runs their handlers.
///
/// The notebook's host installs its own. Every call may come from any thread.
public protocol CommPort: Sendable {
  /// Sends one message to every front end.
  func send(_ message: WidgetMessage)
  /// Names the cell for which the calling thread works; handlers made now are that cell's.
  var maker: Maker? { get }
  /// Says that handlers wait: ``WidgetDesk/nextReaction()`` has one. They are run one at a time,
  /// never while a cell runs, and their failures cost nothing but themselves.
  func requestReaction()
  /// Takes, from now on, what the calling thread prints, or with `nil` no more of it.
  func divertPrints(to taker: (@Sendable (_ text: String, _ isError: Bool) -> Void)?)
  /// Finds words and the place in the user's code for an error that was just thrown.
  func explain(_ error: any Error, then: @escaping @Sendable (Explanation) -> Void)
  /// Shows why a handler failed, under the cell that made it.
  func report(_ explanation: Explanation, of maker: Maker?)
}

/// The number of the cell that made something.
public struct Maker: Hashable, Sendable {
  public let rawValue: Int
  public init(rawValue: Int) { self.rawValue = rawValue }
}

/// Why a handler failed, in Jupyter's three parts.
public struct Explanation: Hashable, Sendable, Codable {
  /// The kind of failure, such as `FatalError` or the error's type.
  public var name: String
  /// One sentence.
  public var value: String
  /// Lines to show; ANSI colours allowed.
  public var traceback: [String]

  public init(name: String, value: String, traceback: [String] = []) {
    self.name = name
    self.value = value
    self.traceback = traceback
  }
}

/// One comm message, in either direction.
///
/// Source: https://jupyter-client.readthedocs.io/en/latest/messaging.html#custom-messages
public struct WidgetMessage: Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    case open(target: String)
    case message
    case close
  }

  public var kind: Kind
  /// Names the comm; for widgets this is also the model's id.
  public var comm: String
  public var data: JSONObject
  public var metadata: JSONObject
  public var buffers: [[UInt8]]

  public init(
    _ kind: Kind, comm: String, data: JSONObject = [:], metadata: JSONObject = [:],
    buffers: [[UInt8]] = []
  ) {
    self.kind = kind
    self.comm = comm
    self.data = data
    self.metadata = metadata
    self.buffers = buffers
  }
}

/// Where there is no front end: messages go nowhere, and handlers run only when somebody calls
/// ``WidgetDesk/runReactions()``.
public struct NoFrontEnd: CommPort {
  public init() {}

  public func send(_ message: WidgetMessage) {}
  public var maker: Maker? { nil }
  public func requestReaction() {}
  public func divertPrints(to taker: (@Sendable (String, Bool) -> Void)?) {}

  public func explain(_ error: any Error, then: @escaping @Sendable (Explanation) -> Void) {
    then(Explanation(name: String(describing: type(of: error)), value: String(describing: error)))
  }

  public func report(_ explanation: Explanation, of maker: Maker?) {
    print("\(explanation.name): \(explanation.value)")
  }
}

/// The port that this process uses now.
var currentPort: any CommPort { commPort.withLock(\.self) }

/// The port in use; ``NoFrontEnd`` until a host installs another.
public let commPort = Mutex<any CommPort>(NoFrontEnd())
