// Every cell imports these.
@_exported public import SuperposeAutoencoders
@_exported public import SuperposeDisplay
@_exported public import SuperposeExperiments
@_exported public import SuperposePlot
@_exported public import ToyFigures
@_exported public import ToyLib
@_exported public import SuperposeWidgets

public import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The interface through which the cell host receives a cell's last value and its progress.
public struct CellObserver: Sendable {
  /// Takes the value of the last expression.
  public var shows: @Sendable (MIMEBundle) -> Void
  /// Takes the error of a value that could not be shown. In a notebook it does not return.
  public var fails: @Sendable (any Error) -> Void
  /// Takes the number of variables that have been initialised.
  public var reached: @Sendable (Int) -> Void

  public init(
    shows: @escaping @Sendable (MIMEBundle) -> Void,
    fails: @escaping @Sendable (any Error) -> Void, reached: @escaping @Sendable (Int) -> Void
  ) {
    self.shows = shows
    self.fails = fails
    self.reached = reached
  }
}

/// The host's observer; nothing is observed outside a notebook.
public let __cellObserver = Mutex(
  CellObserver(shows: { _ in }, fails: { _ in }, reached: { _ in }))

/// Stands after a cell's last expression, with the lowest precedence there is, so that no column of
/// the user's own text moves.
infix operator ⏎ : __ShownPrecedence

precedencegroup __ShownPrecedence {
  lowerThan: AssignmentPrecedence
}

/// What stands to the right of `⏎`.
public struct __Shown: Sendable {}

public let __shown = __Shown()

/// Hands a cell's last value to the host. `Void` shows nothing.
///
/// It throws nothing, because that would ask for a `try` in the user's text.
public func ⏎ <Value>(value: Value, _: __Shown) {
  if Value.self == Void.self || Value.self == Void?.self || Value.self == Void??.self { return }
  let observer = __cellObserver.withLock(\.self)
  do { observer.shows(try MIMEBundle(showing: value)) } catch { observer.fails(error) }
}

/// Waits for nothing: a cell that waits is isolated to the main actor.
public func __isolated() async {}

/// Tells the host that every statement of the running cell has run.
public func __finished() { __reached(Int.max) }

/// Tells the host that the first `count` variables of the running cell are initialised.
public func __reached(_ count: Int) {
  __cellObserver.withLock(\.self).reached(count)
}

/// Releases the value of an older cell's variable that nothing can read any more.
///
/// - Parameters:
///   - value: The variable, for its type.
///   - symbol: The variable's mangled name.
public func __release<Value: ~Copyable>(_ value: borrowing Value, _ symbol: String) {
  guard let storage = dlsym(nil, symbol) else { return }
  storage.assumingMemoryBound(to: Value.self).deinitialize(count: 1)
}
