internal import Synchronization

/// A request, for the whole process, to stop what is being trained or evaluated.
///
/// Training looks at it at least every 50 ms. `request` is one atomic store: a signal handler may
/// call it.
public enum Cancellation {
  private static let requested = Atomic<Bool>(false)

  public static func request() { requested.store(true, ordering: .releasing) }
  /// Takes the request back; whoever made it does this before the next piece of work.
  public static func reset() { requested.store(false, ordering: .releasing) }
  public static var isRequested: Bool { requested.load(ordering: .acquiring) }
}
