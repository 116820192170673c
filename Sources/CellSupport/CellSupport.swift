// Names start with two underscores so that they do not clash with names in cells.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

internal import Glibc
// Every cell imports these.
@_exported public import SuperposeAutoencoders
@_exported public import SuperposeDecomposition
@_exported public import SuperposeDisplay
@_exported public import SuperposeExperiments
@_exported public import SuperposePlot
@_exported public import SuperposeSweeps
@_exported public import SuperposeWidgets
public import Synchronization
@_exported public import ToyFigures
@_exported public import ToyLib

/// The interface through which the cell host receives a cell's last value and its progress.
public struct CellObserver: Sendable {
  /// Receives the value of the last expression.
  public var shows: @Sendable (MIMEBundle) -> Void
  /// Receives the error of a value that could not be shown. In a notebook it does not return.
  public var fails: @Sendable (any Error) -> Void
  /// Receives the number of initialised variables.
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

/// An operator with the lowest precedence, which the kernel inserts after a cell's last expression,
/// so that columns of the user's text do not change.
infix operator ⏎ : __ShownPrecedence

precedencegroup __ShownPrecedence {
  lowerThan: AssignmentPrecedence
}

/// The right operand of `⏎`.
public struct __Shown: Sendable {}

public let __shown = __Shown()

/// Passes a cell's last value to the host. `Void` shows nothing.
///
/// It does not throw, because that would require `try` in the user's text.
public func ⏎ <Value>(value: Value, _: __Shown) {
  if Value.self == Void.self || Value.self == Void?.self || Value.self == Void??.self { return }
  if value is CheckedPoints { CheckLedger.shared.markShown() }
  let observer = __cellObserver.withLock(\.self)
  do { observer.shows(try MIMEBundle(showing: value)) } catch { observer.fails(error) }
}

/// Waits for nothing: a cell that waits is isolated to the main actor.
public func __isolated() async {}

/// Reports to the host that every statement of the running cell has run.
public func __finished() { __reached(Int.max) }

/// Reports to the host that the first `count` variables of the running cell are initialised.
public func __reached(_ count: Int) {
  __cellObserver.withLock(\.self).reached(count)
}
