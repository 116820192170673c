internal import SuperposeEvaluation
internal import SuperposeLanguage

extension NotebookEvaluator {
  /// Runs a submission's cell or executes its magic.
  func perform(_ directive: Directive, _ submission: Submission) async throws -> [Payload] {
    switch directive.kind {
    case .plain:
      try await runCell(directive.code, submission)
    case .optimise:
      try await runCell(directive.code, submission, isOptimised: true)
    case .time:
      let times = try await runCell(directive.code, submission)
      show(.stream(.stdout, times.description + "\n"), submission)
    case .help:
      show(.display(.text(Magic.help, markdown: Magic.helpMarkdown), displayID: nil), submission)
    case .who:
      try await showVariables(submission)
    case .restore:
      show(.stream(.stdout, try await restore() + "\n"), submission)
    case .reset:
      reset()
      show(.stream(.stdout, "The session was reset: no cell is loaded.\n"), submission)
    case .inspect(let name, let withSource):
      return [try await page(name, withSource: withSource)]
    case .unknown(let word):
      throw Failure(
        name: "UnknownMagic", value: "unknown magic \(word); %help lists all magics",
        traceback: [])
    }
    return []
  }
}
