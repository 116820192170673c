import Glibc

/// Detects the end of the process that started the kernel.
package enum ParentWatch {
  /// Returns when the parent has ended. Without `JPY_PARENT_PID` the kernel need not follow its
  /// parent, and this waits until it is cancelled.
  package static func parentEnds(environment: [String: String]) async throws {
    let parent = getppid()
    guard let wanted = environment["JPY_PARENT_PID"].flatMap({ Int32($0) }) else {
      return try await Task.sleep(for: .seconds(Int32.max))
    }
    // Process 1 adopts orphans, and may itself be the server, in a container.
    if parent == 1 && wanted != 1 { return }
    while getppid() == parent { try await Task.sleep(for: .seconds(1)) }
  }
}
