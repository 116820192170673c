internal import SuperposeCells
internal import SuperposeEvaluation
internal import SuperposeLanguage

extension NotebookEvaluator {
  /// Runs a submission's cell or executes its magic.
  func perform(_ directive: Directive, _ submission: Submission) async throws -> [Payload] {
    try await prepare(directive.preparations, submission)
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
    case .listMagics:
      let names = Magic.all.map(\.name) + ["!COMMAND", "NAME?", "NAME??"]
      show(.stream(.stdout, names.joined(separator: "  ") + "\n"), submission)
    case .packageCache(let option):
      showPackageCache(option, submission)
    case .stamp:
      try await showStamp(submission)
    case .load(let path):
      // What else the cell has stays below.
      let rest = directive.code.drop(while: \.isWhitespace)
      let text = try await text(of: path, for: "%load")
      let line = text.hasSuffix("\n") || rest.isEmpty ? "" : "\n"
      return [.setNextInput(text: text + line + rest, replace: true)]
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
    case .elsewhere(let word):
      throw Failure.headed("UnknownMagic", "\(word) is a magic of IPython: \(IPythonMagics.answer(to: word) ?? "")")
    case .withoutCode(let word):
      let below = word == "%%timeit" ? "" : "; %\(word) measures the lines below it"
      throw Failure.headed("NoCode", "\(word) needs code to measure, as in \(word) f()\(below)")
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
