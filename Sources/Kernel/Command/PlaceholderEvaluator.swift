import Evaluation
import JSON
import Synchronization

/// Stands in until cells can be run: every cell's value is its own text.
final class PlaceholderEvaluator: Evaluator {
  private let outputs = Mutex<OutputHandler?>(nil)

  func start(outputs: @escaping OutputHandler, input: @escaping InputHandler) {
    self.outputs.withLock { $0 = outputs }
  }

  func evaluate(_ submission: Submission) async -> Outcome {
    let handler = outputs.withLock { $0 }
    handler?(.result(MIMEData(data: ["text/plain": .string(submission.code)])), submission.id)
    return .succeeded()
  }

  func interrupt() {}
  func completeness(of code: String) -> Completeness { .unknown }
  func completions(of code: String, at cursor: Int) -> Completions {
    Completions(items: [], range: cursor..<cursor)
  }
  func inspection(of code: String, at cursor: Int, detail: InspectionDetail) -> MIMEData? { nil }
  func receive(_ comm: CommMessage) {}
  func openComms() -> [String: String] { [:] }
  func shutDown() {}
}
