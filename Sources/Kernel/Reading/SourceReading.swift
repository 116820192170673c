internal import Foundation
internal import Synchronization

/// Parses source where it can neither block the kernel for long nor end it: what nests too deeply is
/// refused, the parser runs on a thread of its own with a large stack, and nobody waits for it without end.
public enum SourceReading {
  /// Calls `body`, which parses `source`, on a thread with a large stack, and waits for its result.
  ///
  /// - Parameter limit: The processor time that `body` may take: a busy machine is no reason to refuse a
  ///   text. A parser that takes longer goes on, and its result is dropped. Nobody waits for more than ten
  ///   times as long.
  /// - Throws: ``SourceRefusal`` when `source` nests or chains too much, or the time is over.
  public static func read<Result: Sendable>(
    _ source: String, within limit: Duration, _ body: @escaping @Sendable () -> Result
  ) async throws(SourceRefusal) -> Result {
    // Finding the shape of a large text takes a while too.
    let outcome = await onDeepStack(within: limit) { () -> Swift.Result<Result, SourceRefusal> in
      if let refusal = SourceShape(of: source).refusal { return .failure(refusal) }
      return .success(body())
    }
    guard let outcome else {
      throw SourceRefusal("the code takes longer than \(limit.formatted(.units(width: .wide))) to read")
    }
    return try outcome.get()
  }

  /// Room for the deepest tree that a text within the limits of ``SourceShape`` makes. It costs memory only
  /// as far as it is used.
  public static let stackSize = 1 << 30
  /// How many threads may parse at a time. Others wait for one to end.
  private static let slots = DispatchSemaphore(value: 4)

  /// `nil` when the time is over.
  private static func onDeepStack<Result: Sendable>(
    within limit: Duration, _ body: @escaping @Sendable () -> Result
  ) async -> Result? {
    let answer = Answer<Result>()
    let end = DispatchTime.now() + 10 * (limit / .seconds(1))
    let thread = Thread {
      guard slots.wait(timeout: end) == .success else { return answer.give(nil) }
      defer { slots.signal() }
      watch(ThreadTime.ofThisThread, until: end, within: limit, answer)
      answer.give(body())
    }
    thread.stackSize = stackSize
    thread.start()
    return await answer.value
  }

  /// Gives no result once a thread has taken `limit` of processor time, or at `end`.
  private static func watch<Result: Sendable>(
    _ time: ThreadTime, until end: DispatchTime, within limit: Duration, _ answer: Answer<Result>
  ) {
    let rest = max(.milliseconds(1), limit - time.used)
    DispatchQueue.global().asyncAfter(deadline: min(end, .now() + rest / .seconds(1))) {
      if answer.isGiven { return }
      if time.used >= limit || .now() >= end { return answer.give(nil) }
      watch(time, until: end, within: limit, answer)
    }
  }
}

/// The processor time that a thread takes from here on.
private struct ThreadTime: Sendable {
  private let clock: clockid_t
  private let start: Duration

  static var ofThisThread: ThreadTime {
    var clock = clockid_t()
    pthread_getcpuclockid(pthread_self(), &clock)
    return ThreadTime(clock: clock, start: now(of: clock))
  }

  /// Zero once the thread has ended.
  var used: Duration { max(.zero, Self.now(of: clock) - start) }

  private static func now(of clock: clockid_t) -> Duration {
    var time = timespec()
    clock_gettime(clock, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}

/// The first result that is given counts.
private final class Answer<Result: Sendable>: Sendable {
  private enum State {
    case open
    case waiting(CheckedContinuation<Result?, Never>)
    case given(Result?)
  }

  private let state = Mutex(State.open)

  var value: Result? {
    get async {
      await withCheckedContinuation { continuation in
        let given: Result?? = state.withLock { state in
          if case .given(let result) = state { return .some(result) }
          state = .waiting(continuation)
          return .none
        }
        if let given { continuation.resume(returning: given) }
      }
    }
  }

  var isGiven: Bool {
    state.withLock { if case .given = $0 { true } else { false } }
  }

  func give(_ result: Result?) {
    let waiting: CheckedContinuation<Result?, Never>? = state.withLock { state in
      switch state {
      case .given: return nil
      case .open:
        state = .given(result)
        return nil
      case .waiting(let continuation):
        state = .given(result)
        return continuation
      }
    }
    waiting?.resume(returning: result)
  }
}
