internal import SuperposeEvaluation
internal import SuperposeHostClient
internal import SuperposeHostLink

/// Forwards the host's events to the front end, except for captured outputs.
struct HostEvents: HostDelegate {
  let outputs: OutputHandler
  let input: InputHandler
  let captured: CapturedOutputs
  let reporter: FailureReporter

  func receive(_ output: Output, from id: SubmissionID?) {
    if !captured.take(output, of: id) { outputs(output, id) }
  }

  func taskFailed(_ end: CellEnd, of id: SubmissionID?) {
    Task {
      guard let report = await reporter.report(on: end) else { return }
      let lines = report.failure.traceback.joined(separator: "\n")
      outputs(.stream(.stderr, "A background task of the cell failed.\n\(lines)\n"), id)
    }
  }

  func readLine(_ prompt: InputPrompt, for id: SubmissionID) async throws -> String {
    try await input(prompt, id)
  }

  func failure(for end: CellEnd) async -> Failure {
    await reporter.report(on: end)?.failure ?? .interruptedCompilation
  }
}
