import CCellHost
import Evaluation
import HostLink
import Synchronization
import Widgets

/// Sends what widgets say to the kernel, and lets their handlers run between cells.
struct NotebookCommPort: CommPort {
  func send(_ message: WidgetMessage) {
    let id = SubmissionID.ofThisThread ?? Host.shared.stage.runningCell
    Host.shared.send(.output(.comm(CommMessage(message)), id), buffers: message.buffers)
  }

  var maker: Maker? { SubmissionID.ofThisThread.map { Maker(rawValue: $0.rawValue) } }

  func requestReaction() { Host.shared.stage.reactionRequested() }

  func divertPrints(to taker: (@Sendable (String, Bool) -> Void)?) {
    Host.shared.diversions.set(taker)
  }

  func explain(_ error: any Error, then: @escaping @Sendable (Explanation) -> Void) {
    Host.shared.explanations.ask(about: CellEnd(describing: error), then: then)
  }

  func report(_ explanation: Explanation, of maker: Maker?) {
    let lines = explanation.traceback.joined(separator: "\n")
    let text = "A widget's handler has failed.\n\(lines)\n"
    let cell = maker.map { SubmissionID(rawValue: $0.rawValue) }
    Host.shared.send(.output(.stream(.stderr, text), cell))
  }
}

/// Questions to the kernel for words and lines, and who waits for them.
final class Explanations: Sendable {
  private let state = Mutex(State())

  private struct State {
    var count = 0
    var waiting: [Int: @Sendable (Explanation) -> Void] = [:]
  }

  /// Calls `then` with the answer, on behalf of the cell that the calling thread works for.
  func ask(about end: CellEnd, then: @escaping @Sendable (Explanation) -> Void) {
    let asker = SubmissionID.ofThisThread
    let number = state.withLock { state in
      state.count += 1
      state.waiting[state.count] = { explanation in
        SubmissionID.ofThisThread = asker
        then(explanation)
        SubmissionID.ofThisThread = nil
      }
      return state.count
    }
    Host.shared.send(.explain(number, end))
  }

  func take(_ number: Int, _ explanation: Explanation) {
    state.withLock { $0.waiting.removeValue(forKey: number) }?(explanation)
  }
}

/// Threads whose prints go elsewhere than to their cell.
final class Diversions: Sendable {
  // By the threads' records, which are never freed: no thread finds another's.
  private let takers = Mutex<[UInt: @Sendable (String, Bool) -> Void]>([:])

  private var thread: UInt { UInt(bitPattern: guardedCurrent()) }

  func set(_ taker: (@Sendable (String, Bool) -> Void)?) {
    takers.withLock { $0[thread] = taker }
    overridesDivertPrints(taker != nil)
  }

  /// What a thread that was left in the middle had asked for.
  func forget(_ thread: GuardedHandle?) {
    guard let thread else { return }
    takers.withLock { $0[UInt(bitPattern: thread.thread)] = nil }
  }

  /// `false` when the calling thread's prints are not diverted.
  func take(_ text: String, isError: Bool) -> Bool {
    guard let taker = takers.withLock({ $0[thread] }) else { return false }
    taker(text, isError)
    return true
  }
}

extension CommMessage {
  init(_ message: WidgetMessage) {
    let kind: Kind =
      switch message.kind {
      case .open(let target): .open(targetName: target)
      case .message: .message
      case .close: .close
      }
    self.init(
      kind, commID: message.comm, data: message.data, metadata: message.metadata,
      buffers: message.buffers)
  }
}

extension WidgetMessage {
  init(_ message: CommMessage) {
    let kind: Kind =
      switch message.kind {
      case .open(let target): .open(target: target)
      case .message: .message
      case .close: .close
      }
    self.init(
      kind, comm: message.commID, data: message.data, metadata: message.metadata,
      buffers: message.buffers)
  }
}
