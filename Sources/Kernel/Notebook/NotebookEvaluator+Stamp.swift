internal import SuperposeCells
internal import SuperposeEvaluation
internal import SuperposeHostLink
internal import SuperposeJSON
internal import SuperposePackages

extension NotebookEvaluator {
  /// The media type of a stamp.
  package static let stampType = "application/vnd.superpose.stamp+json"

  /// Shows what the notebook's results depend on, and their fingerprints: `%stamp`.
  func showStamp(_ submission: Submission) async throws {
    let stamp = try await stamp()
    let words = Self.words(for: stamp)
    let data: JSONObject = [
      "text/plain": .string(words),
      "text/html": .string("<small style=\"opacity:.7\">\(words.htmlText)</small>"),
      Self.stampType: .object(stamp),
    ]
    show(.display(MIMEData(data: data), displayID: nil), submission)
  }

  /// Stamps an output of a batch run with the models and figures that are new.
  func stampOutputs(of submission: Submission) async {
    // A value whose description crashes is no reason to fail the cell. `%stamp` tells it.
    guard let stamp = try? await stamp() else { return }
    if let update = hiddenStamps.end(with: stamp, cell: submission.executionCount) {
      unrecordedOutputs(update, submission.id)
    }
  }

  private func stamp() async throws -> JSONObject {
    var stamp = build.mapValues { JSONValue.string($0) }
    stamp["version"] = 1
    stamp["packages"] = .object((packages.ready?.packages.versions ?? [:]).mapValues { .string($0) })
    stamp["startUpFiles"] = .array((startUpFilesRun ?? []).map { .string($0) })
    stamp["figures"] = figures.json
    stamp.merge(try await stampOfModels()) { $1 }
    return stamp
  }

  /// What the host tells of itself and of the trained models in variables.
  private func stampOfModels() async throws -> JSONObject {
    let variables = chain.variablesWithCells.compactMap { name, cell in
      cell.image.symbolsOfVariables[name].map { StoredVariable(name: name, symbol: $0) }
    }
    let (end, answers) = try await inHost {
      try await host.inspect(.models(variables), patience: KnownVariables.displayPatience)
    }
    if let report = await reporter.report(on: end) { throw report.failure }
    let values = answers.compactMap { $0.data["application/json"] }
    var stamp = values.first?.object ?? [:]
    stamp["models"] = .array(values.dropFirst().flatMap { $0.array ?? [] })
    return stamp
  }

  private static func words(for stamp: JSONObject) -> String {
    let packages = (stamp["packages"]?.object ?? [:]).sorted { $0.key < $1.key }
      .map { "\($0.key) \($0.value.string ?? "")" }
    let commit = stamp["commit"]?.string.map { " (commit \($0))" } ?? ""
    return [
      "Superpose \(stamp["superpose"]?.string ?? "")\(commit)", "Swift \(stamp["swift"]?.string ?? "")",
      "vector unit \(stamp["vectorUnits"]?.string ?? "")", "\(stamp["threads"]?.integer ?? 0) threads",
      count(stamp["models"], "trained model"), count(stamp["figures"], "figure"),
      packages.isEmpty ? nil : "packages: " + packages.joined(separator: ", "),
    ].compactMap(\.self).joined(separator: " · ")
  }

  private static func count(_ list: JSONValue?, _ noun: String) -> String {
    let count = list?.array?.count ?? 0
    return count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
  }
}

extension String {
  fileprivate var htmlText: String {
    replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
