import SuperposeEvaluation

/// An evaluator for a kernel that cannot run cells. Every cell fails with the reason.
struct RefusingEvaluator: Evaluator {
  let reason: any Error

  func evaluate(_ submission: Submission) async -> Outcome {
    let (name, value) = ("\(type(of: reason))", "\(reason)")
    return .failed(Failure(name: name, value: value, traceback: ["\(name): \(value)"]))
  }

  func completeness(of code: String) async -> Completeness { .unknown }

  func completions(of code: String, at cursor: Int) async -> Completions {
    Completions(items: [], range: cursor..<cursor)
  }

  func inspection(
    of code: String, at cursor: Int, detail: InspectionDetail
  ) async -> MIMEData? { nil }

  func variables() async -> [Variable] { [] }
  func parts(of path: Variable.Path) async throws -> [Variable] { throw VariableRefusal("\(reason)") }
  func display(ofVariable name: String) async throws -> MIMEData { throw VariableRefusal("\(reason)") }

  func openComms() async -> [String: String] { [:] }
  func interrupt(_ id: SubmissionID?) async {}
  func receive(_ comm: CommMessage, as id: SubmissionID) async {}
  func shutDown() async {}
}
