internal import Foundation
internal import Synchronization

/// Parses source where it can neither block the kernel for long nor end it: what nests too deeply is
/// refused, the parser runs on a thread of its own with a large stack, and nobody waits for it without end.
public enum SourceReading {
  /// Calls `body`, which parses `source`, on a thread with a large stack, and waits for its result.
  ///
  /// - Parameter limit: How long to wait. A parser that takes longer goes on, and its result is dropped.
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
  private static let stackSize = 1 << 30
  /// How many threads may parse at a time. Beyond it, answers are refused until one has ended.
  private static let threadLimit = 4
  private static let threads = Mutex(0)

  /// `nil` when the time is over, or too many older calls have not ended.
  private static func onDeepStack<Result: Sendable>(
    within limit: Duration, _ body: @escaping @Sendable () -> Result
  ) async -> Result? {
    let mayStart = threads.withLock { count in
      guard count < threadLimit else { return false }
      count += 1
      return true
    }
    guard mayStart else { return nil }
    let answer = Answer<Result>()
    let thread = Thread {
      answer.give(body())
      threads.withLock { $0 -= 1 }
    }
    thread.stackSize = stackSize
    thread.start()
    DispatchQueue.global().asyncAfter(deadline: .now() + limit / .seconds(1)) { answer.give(nil) }
    return await answer.value
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
