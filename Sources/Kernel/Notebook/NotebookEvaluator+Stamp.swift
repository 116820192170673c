internal import SuperposeCells
internal import SuperposeEvaluation
internal import SuperposeJSON
internal import SuperposePackages

extension NotebookEvaluator {
  /// The media type of a stamp.
  package static let stampType = "application/vnd.superpose.stamp+json"

  /// Shows what the notebook's results depend on, and their fingerprints: `%stamp`.
  func showStamp(_ submission: Submission) async throws {
    var stamp = build.mapValues { JSONValue.string($0) }
    stamp["version"] = 1
    stamp["packages"] = .object((packages.ready?.packages.versions ?? [:]).mapValues { .string($0) })
    stamp["startUpFiles"] = .array((startUpFilesRun ?? []).map { .string($0) })
    stamp["figures"] = figures.json
    stamp.merge(try await variablesStamp()) { $1 }
    let words = Self.words(for: stamp)
    let data: JSONObject = [
      "text/plain": .string(words),
      "text/html": .string("<small style=\"opacity:.7\">\(words.htmlText)</small>"),
      Self.stampType: .object(stamp),
    ]
    show(.display(MIMEData(data: data), displayID: nil), submission)
  }

  /// What the host tells. A variable that cannot be copied is no trained model.
  private func variablesStamp() async throws -> JSONObject {
    let pairs = chain.variables.map { "(\"\($0)\", \($0))" }.joined(separator: ", ")
    do {
      return try await stamp(of: "__stamp([\(pairs)])")
    } catch let failure as Failure where failure.name == "CompileError" {
      return try await stamp(of: "__stamp([])")
    }
  }

  private func stamp(of code: String) async throws -> JSONObject {
    for case .result(let data) in try await runAside(code, label: "%stamp") {
      return data.data["application/json"]?.object ?? [:]
    }
    return [:]
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
