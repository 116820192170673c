import CSuperposeCellHost
import SuperposeEvaluation
import SuperposeHostLink
import SuperposeWidgets

/// Sends what widgets say to the kernel, and lets their handlers run between cells.
struct NotebookCommPort: CommPort {
  func send(_ message: WidgetMessage) {
    let id = SubmissionID.ofThisThread ?? Host.shared.stage.runningCell
    Host.shared.send(.output(.comm(CommMessage(message)), id), buffers: message.buffers)
  }

  var maker: Maker? { SubmissionID.ofThisThread.map { Maker(rawValue: $0.packed) } }

  func requestReaction() { Host.shared.stage.reactionRequested() }

  func divertPrints(to taker: (@Sendable (String, Bool) -> Void)?) {
    Host.shared.diversions.set(taker)
  }

  func explain(_ error: any Error, then: @escaping @Sendable (Explanation) -> Void) {
    Host.shared.explanations.ask(about: CellEnd(describing: error), then: then)
  }

  func report(_ explanation: Explanation, of maker: Maker?) {
    let lines = explanation.traceback.joined(separator: "\n")
    let text = "A widget's handler failed.\n\(lines)\n"
    let cell = maker.flatMap { SubmissionID(packed: $0.rawValue) }
    Host.shared.send(.output(.stream(.stderr, text), cell))
  }
}
