public import SuperposeCellMessages
public import Synchronization

/// The destination of displayed values: a notebook, or a terminal.
///
/// The notebook's host installs its implementation. All calls may come from any thread.
public protocol FrontEnd: Sendable {
  /// Shows a bundle. With an `id`, later updates replace it.
  func show(_ bundle: MIMEBundle, id: DisplayID?)
  /// Replaces every output shown with `id`.
  func update(_ bundle: MIMEBundle, id: DisplayID)
  /// Removes the outputs of the running cell; with `wait`, when the next output arrives.
  func clear(wait: Bool)
  /// Asks the user for a line; `nil` at the end of input.
  func readLine(prompt: String, isPassword: Bool) -> String?
  /// The outlet of the calling thread's outputs.
  var outlet: Outlet { get }
}

/// The destination of one cell's outputs, for use on any thread.
public struct Outlet: Sendable {
  /// Shows a bundle among the cell's outputs, from any thread.
  public let frontEnd: any FrontEnd
  /// The cell; `nil` in a plain program.
  public let cell: SubmissionID?
  /// Whether a person reads outputs as they arrive. `false` in plain programs and in batch runs
  /// (nbclient, papermill, nbgrader), where only the last state of an output matters.
  public let isWatched: Bool

  public init(frontEnd: any FrontEnd, cell: SubmissionID?, isWatched: Bool) {
    self.frontEnd = frontEnd
    self.cell = cell
    self.isWatched = isWatched
  }
}

/// The identifier of a shown output, for updates.
public struct DisplayID: Hashable, Sendable {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// Shows `text/plain` on standard output.
public struct Terminal: FrontEnd {
  public init() {}

  public func show(_ bundle: MIMEBundle, id: DisplayID?) {
    if case .text(let text)? = bundle.data[.plainText] { print(text) }
  }

  public func update(_ bundle: MIMEBundle, id: DisplayID) { show(bundle, id: id) }

  public func clear(wait: Bool) {}

  public func readLine(prompt: String, isPassword: Bool) -> String? {
    print(prompt, terminator: "")
    return Swift.readLine()
  }

  public var outlet: Outlet { Outlet(frontEnd: self, cell: nil, isWatched: false) }
}

/// The front end of the process; a ``Terminal`` unless a host installs another one.
public let frontEnd = Mutex<any FrontEnd>(Terminal())

/// Runs `body`, and sends everything that it displays to `taker` instead of the process's front
/// end.
public func redirectingDisplay<Result>(
  to taker: any FrontEnd, _ body: () throws -> Result
) rethrows -> Result {
  try Redirection.$taker.withValue(taker, operation: body)
}

/// The front end of the calling code: the one of ``redirectingDisplay(to:_:)``, otherwise
/// ``frontEnd``.
public var currentFrontEnd: any FrontEnd { Redirection.taker ?? frontEnd.withLock(\.self) }

private enum Redirection {
  @TaskLocal static var taker: (any FrontEnd)?
}
