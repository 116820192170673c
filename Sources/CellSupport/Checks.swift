// Names start with two underscores so that they do not clash with names in cells.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

@_exported public import SuperposeChecks
internal import Synchronization

/// Checks or expectations that failed in a cell whose last value is not its points.
public struct CheckFailure: Error, CustomStringConvertible {
  public let problems: [String]

  public var description: String { problems.joined(separator: "\n") }
}

/// Fails the cell if something was wrong that its last value does not show.
public func __settleChecks() {
  let problems = CheckLedger.shared.unshownProblems
  CheckLedger.shared.reset()
  guard !problems.isEmpty else { return }
  __cellObserver.withLock(\.self).fails(CheckFailure(problems: problems))
}

/// Forgets the checks of the cell before.
public func __beginChecks() { CheckLedger.shared.reset() }
