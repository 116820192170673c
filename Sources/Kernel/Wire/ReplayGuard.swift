/// Stores received signatures, so that none is accepted twice.
///
/// Source: `digest_history` of jupyter_client's `session.py`: 65,536 kept, 10 % culled when full.
package struct ReplayGuard: Sendable {
  private let capacity: Int
  private var order: [[UInt8]] = []
  private var seen: Set<[UInt8]> = []

  package init(capacity: Int = 65_536) { self.capacity = capacity }

  /// Whether `signature` is new. Stores it.
  package mutating func admits(_ signature: [UInt8]) -> Bool {
    guard seen.insert(signature).inserted else { return false }
    order.append(signature)
    if order.count > capacity { forgetOldest() }
    return true
  }

  /// The number of stored signatures.
  package var count: Int { order.count }

  private mutating func forgetOldest() {
    let culled = max(1, capacity / 10)
    seen.subtract(order.prefix(culled))
    order.removeFirst(culled)
  }
}
