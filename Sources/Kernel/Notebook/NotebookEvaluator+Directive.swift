internal import SuperposeCells
internal import SuperposeEvaluation
internal import SuperposeLanguage

extension NotebookEvaluator {
  /// Runs a submission's cell or executes its magic.
  func perform(_ directive: Directive, _ submission: Submission) async throws -> [Payload] {
    switch directive.kind {
    case .plain:
      try await runCell(directive.code, submission)
    case .optimise(let isOptimised):
      try await runCell(directive.code, submission, isOptimised: isOptimised)
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
    case .stale:
      showStale(submission)
    case .rerun:
      try await rerunStale(submission)
    case .languageMode(let word):
      languageMode = try LanguageMode(named: word)
      try await runCell(directive.code, submission)
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

extension LanguageMode {
  /// - Throws: A failure that names the modes there are.
  fileprivate init(named word: String) throws {
    guard let number = Int(word), let mode = LanguageMode(rawValue: number) else {
      throw Failure.headed(
        "UnknownLanguageMode", "%swift takes 5 or 6, not '\(word)'")
    }
    self = mode
  }
}
