internal import Synchronization

/// A process-wide request to stop training and evaluation.
///
/// Training checks it at least every 50 ms. `request` is one atomic store: a signal handler may
/// call it.
public enum Cancellation {
  private static let requested = Atomic<Bool>(false)

  public static func request() { requested.store(true, ordering: .releasing) }
  /// Withdraws the request. Code that requested cancellation must call this before the next
  /// training.
  public static func reset() { requested.store(false, ordering: .releasing) }
  public static var isRequested: Bool { requested.load(ordering: .acquiring) }
}
