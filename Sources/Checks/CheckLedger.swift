internal import Synchronization

/// The checks and expectations of the running cell.
package final class CheckLedger: Sendable {
  package static let shared = CheckLedger()

  private struct State {
    var results: [CheckResult] = []
    /// Problems of each check that runs, the innermost last.
    var open: [[String]] = []
    /// Problems of expectations outside of checks.
    var loose: [String] = []
    var isShown = false
  }

  private let state = Mutex(State())

  /// Forgets everything: a new cell begins.
  package func reset() { state.withLock { $0 = State() } }

  /// A grader reads the points of this cell.
  package func markShown() { state.withLock { $0.isShown = true } }

  /// What the cell's grade would not show: problems outside of checks, and failed checks unless the
  /// cell's points are its last value.
  package var unshownProblems: [String] {
    state.withLock { state in
      let failed = state.isShown ? [] : state.results.filter { !$0.hasPassed }.map(\.line)
      return state.loose + failed
    }
  }

  var points: CheckedPoints {
    state.withLock { state in
      CheckedPoints(
        reached: state.results.reduce(0) { $0 + $1.reached },
        possible: state.results.reduce(0) { $0 + $1.points })
    }
  }

  func begin() { state.withLock { $0.open.append([]) } }

  func end(_ name: String, points: Double) -> CheckResult {
    state.withLock { state in
      let result = CheckResult(name: name, points: points, problems: state.open.removeLast())
      // A check inside of another is a part of that one's answer.
      if let outer = state.open.indices.last {
        state.open[outer] += result.problems.map { "\(name): \($0)" }
      } else {
        state.results.append(result)
      }
      return result
    }
  }

  func record(_ problem: String) {
    state.withLock { state in
      if let innermost = state.open.indices.last {
        state.open[innermost].append(problem)
      } else {
        state.loose.append(problem)
      }
    }
  }
}
