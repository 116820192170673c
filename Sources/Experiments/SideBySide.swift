internal import Foundation
internal import Synchronization
internal import ToyLib

/// Tasks on threads of their own, each of which trains on one thread.
package enum SideBySide {
  /// Runs `body` for each task, `count` at a time, in the order of the tasks. After an error no further
  /// task is started.
  ///
  /// - Throws: The first error of `body`, when the tasks that were running have ended.
  package static func run<Element: Sendable>(
    _ tasks: [Element], atOnce count: Int, _ body: @escaping @Sendable (Element) throws -> Void
  ) throws {
    let next = Mutex(0)
    let failure = Mutex<(any Error)?>(nil)
    let group = DispatchGroup()
    for _ in 0..<max(0, min(count, tasks.count)) {
      group.enter()
      let thread = Thread {
        defer { group.leave() }
        while let index = Self.take(next, before: tasks.count, unless: failure) {
          do { try ThreadLimit.$threads.withValue(1) { try body(tasks[index]) } } catch {
            failure.withLock { $0 = $0 ?? error }
          }
        }
      }
      thread.stackSize = 16 << 20  // bytes; the inner loops keep rows of sums on the stack
      thread.start()
    }
    group.wait()
    if let error = failure.withLock(\.self) { throw error }
  }

  private static func take(
    _ next: borrowing Mutex<Int>, before end: Int, unless failure: borrowing Mutex<(any Error)?>
  ) -> Int? {
    guard failure.withLock({ $0 == nil }) else { return nil }
    return next.withLock { index in
      guard index < end else { return nil }
      defer { index += 1 }
      return index
    }
  }
}
