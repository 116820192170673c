internal import Foundation

/// How much training there is time for.
public enum Pace: Sendable {
  /// As much as the source asks for.
  case full
  /// Just enough to see that everything runs. Not for results.
  case fast

  /// Fast where the environment says `SUPERPOSE_FAST=1`, else full.
  public static var current: Pace {
    ProcessInfo.processInfo.environment["SUPERPOSE_FAST"] == "1" ? .fast : .full
  }

  /// `count`, or a tenth of it (at least 1) when fast: of steps, restarts, points of a grid.
  public func of(_ count: Int) -> Int { self == .full ? count : max(1, count / 10) }
}
