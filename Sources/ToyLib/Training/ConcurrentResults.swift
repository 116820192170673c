internal import Foundation
internal import Synchronization

/// The results of `body` for the numbers from 0, computed on all cores, in their order.
///
/// Threads do not see task-local values: read those before.
///
/// - Throws: The error of the lowest number for which `body` throws.
package func concurrentResults<Value: Sendable>(
  _ count: Int, _ body: @Sendable (Int) throws -> Value
) throws -> [Value] {
  let results = Mutex([Result<Value, any Error>?](repeating: nil, count: count))
  DispatchQueue.concurrentPerform(iterations: count) { i in
    let result = Result { try body(i) }
    results.withLock { $0[i] = result }
  }
  return try results.withLock(\.self).compactMap { try $0?.get() }
}
