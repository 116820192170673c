public import SuperposeCellMessages
public import Synchronization

/// Where displayed values go: a notebook, or a terminal when there is none.
///
/// The notebook's host installs its own. Every call may come from any thread.
public protocol FrontEnd: Sendable {
  /// Shows a bundle. With an `id`, later updates replace it.
  func show(_ bundle: MIMEBundle, id: DisplayID?)
  /// Replaces every output shown with `id`.
  func update(_ bundle: MIMEBundle, id: DisplayID)
  /// Removes what the running cell has shown; with `wait`, when its next output comes.
  func clear(wait: Bool)
  /// Asks the user for a line; `nil` at the end of input.
  func readLine(prompt: String, isPassword: Bool) -> String?
  /// Where the calling thread's outputs go.
  var outlet: Outlet { get }
}

/// Where one cell's outputs go, for use on any thread.
public struct Outlet: Sendable {
  /// Shows what it is given among the cell's outputs, whichever thread asks.
  public let frontEnd: any FrontEnd
  /// The cell; `nil` where there are no cells, in a plain program.
  public let cell: SubmissionID?
  /// Whether someone watches outputs as they come. `false` in batch runs (nbclient, papermill,
  /// nbgrader), of which only the last state of an output is ever read, and in plain programs.
  public let isWatched: Bool

  public init(frontEnd: any FrontEnd, cell: SubmissionID?, isWatched: Bool) {
    self.frontEnd = frontEnd
    self.cell = cell
    self.isWatched = isWatched
  }
}

/// Names one shown output, so that it can be updated.
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

/// The process's front end; a ``Terminal`` until a host installs another.
public let frontEnd = Mutex<any FrontEnd>(Terminal())

/// Runs `body` with everything that it displays going to `taker` instead of the process's front end.
public func redirectingDisplay<Result>(
  to taker: any FrontEnd, _ body: () throws -> Result
) rethrows -> Result {
  try Redirection.$taker.withValue(taker, operation: body)
}

/// Where the calling code displays: what ``redirectingDisplay(to:_:)`` says, or else ``frontEnd``.
public var currentFrontEnd: any FrontEnd { Redirection.taker ?? frontEnd.withLock(\.self) }

private enum Redirection {
  @TaskLocal static var taker: (any FrontEnd)?
}
