import CSuperposeCellHost
import SuperposeEvaluation
import SuperposeHostLink
import SuperposeWidgets

/// Sends widgets' messages to the kernel, and schedules their handlers between cells.
struct NotebookCommPort: CommPort {
  let runner: CellRunner
  let redirections: PrintRedirections
  let failures: FailureRequests
  let connection: any KernelConnection

  func send(_ message: CommMessage) {
    let id = SubmissionID.ofThisThread ?? runner.runningCell
    connection.send(.output(.comm(message), id))
  }

  var owner: SubmissionID? { .ofThisThread }

  func requestReaction() { runner.reactionRequested() }

  func divertPrints(to taker: (@Sendable (String, Bool) -> Void)?) {
    redirections.set(taker)
  }

  func explain(_ error: any Error, then: @escaping @Sendable (Failure) -> Void) {
    failures.ask(about: CellEnd(describing: error), completion: then)
  }

  func report(_ failure: Failure, of owner: SubmissionID?) {
    let lines = failure.traceback.joined(separator: "\n")
    let text = "A widget's handler failed.\n\(lines)\n"
    connection.send(.output(.stream(.stderr, text), owner))
  }
}
