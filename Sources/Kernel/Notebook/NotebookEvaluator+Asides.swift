internal import SuperposeCells
internal import SuperposeEvaluation
internal import SuperposeHostLink

/// Code that runs without a place in the queue of cells.
extension NotebookEvaluator {
  /// Runs code that is not a cell: nothing of it is kept, and its outputs are returned.
  func runAside(_ code: String, label: String) async throws -> [Output] {
    try checkHost()
    try checkFolder()
    let id = host.nextAside()
    let image = try await build(
      chain.nextUnit(
        "Aside\(id.packed)", label: label,
        source: try await CellSource.reading(code, languageMode: languageMode))
    ).image
    let (end, outputs) = try await inHost {
      try await host.runCaptured(image, as: id, isWatched: isWatched == true)
    }
    if let report = await reporter.report(on: end) { throw report.failure }
    return outputs
  }

  /// Runs a compiled cell with captured outputs, and appends it to the chain.
  func rerun(_ link: ChainLink) async throws {
    try checkInterrupt()
    try await listen(for: link.image.unit)
    let id = host.nextAside()
    let (end, _) = try await inHost {
      try await host.runCaptured(
        link.image, as: id, rebindings: link.rebindings, isWatched: isWatched == true)
    }
    try await append(link, endedBy: end)
  }

  /// Makes test libraries that a cell uses tell it their failures.
  func listen(for unit: CellUnit) async throws {
    for listener in TestListener.all
    where unit.importedModules.contains(listener.module) && listening.insert(listener.module).inserted {
      let image = try await builder.compiler.compile(listener.unit(over: Chain.root))
      let (end, _) = try await inHost {
        try await host.runCaptured(image, as: host.nextAside(), isWatched: false)
      }
      if let report = await reporter.report(on: end) { throw report.failure }
    }
  }

  func evaluateExpression(_ code: String) async -> ExpressionResult {
    do {
      for case .result(let data, _) in try await runAside(code, label: "expression") {
        return .value(data)
      }
      return .value(.text("()"))
    } catch {
      return .failed(Failure(reporting: error))
    }
  }
}
