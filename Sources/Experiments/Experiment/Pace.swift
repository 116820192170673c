internal import Foundation

/// How much training an experiment does.
public enum Pace: Sendable {
  /// As much as in the source.
  case full
  /// Just enough to check that it runs. Do not use the results.
  case fast

  /// Fast if the environment has `SUPERPOSE_FAST=1`, otherwise full.
  public static var current: Pace {
    ProcessInfo.processInfo.environment["SUPERPOSE_FAST"] == "1" ? .fast : .full
  }

  /// `count`, or a tenth of it (at least 1) when fast: of steps, restarts, points of a grid.
  public func of(_ count: Int) -> Int { self == .full ? count : max(1, count / 10) }
}
