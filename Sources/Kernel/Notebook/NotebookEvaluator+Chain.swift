internal import SuperposeCells
internal import SuperposeEvaluation
internal import SuperposeHostLink

/// What a cell that has run does to the chain of cells.
extension NotebookEvaluator {
  /// Appends a cell that has run to the chain, and throws its failure.
  ///
  /// - Parameter replacements: What later cells see of older ones from now on.
  func append(
    _ link: ChainLink, endedBy end: CellEnd, replacing replacements: [Chain.Replacement] = []
  ) async throws {
    var link = link
    let count = link.source.variables.count
    if case .notLoaded(let reason) = end.reason { throw Failure.notLoaded(reason) }
    try builder.compiler.adoptReplacements(
      replacements.map(\.unit.name), from: builder.compiler.pendingFolder(of: link.image.unit.name))
    chain.supersede(by: link, replacements)
    guard let report = await reporter.report(on: end) else {
      link.variablesReached = count
      let confined = link.confinedDeclarations(after: chain)
      chain.append(link)
      shadow(confined, of: link)
      return
    }
    let label = link.image.unit.label
    let lineReached = link.image.unit.isOptimised ? nil : report.traceback.topLevelLine(in: label)
    link.variablesReached = max(
      min(end.variablesReached, count),
      lineReached.map(link.source.variablesInitialised(before:)) ?? 0)
    let confined = link.confinedDeclarations(after: chain)
    chain.append(link)
    shadow(link.unusableDeclarations(stoppedAt: report.traceback.stoppingLine(in: label)) + confined, of: link)
    throw report.failure
  }

  /// Makes what a cell left unusable unavailable, while the user reads what it shows.
  private func shadow(_ unusable: [UnusableDeclaration], of link: ChainLink) {
    let cell = link.image.unit
    guard !unusable.isEmpty else { return }
    shadowing = Task { [chain] in
      // Without the functions and types that use them, whose declarations may not stand alone.
      for declarations in [unusable, unusable.filter(\.declaration.isStored)] {
        guard let shadow = ShadowModule(of: declarations, in: cell, after: chain),
          let module = await builder.build(shadow)
        else { continue }
        return self.chain.update(cell.name) { link in
          link.shadow = module
          for item in declarations { link.unavailable[item.declaration.name] = item.reason }
        }
      }
    }
  }

  /// Releases old values that no code can read any more, after the cell has ended.
  func releaseDeadVariables(after link: ChainLink) {
    let dead = chain.deadVariables(after: link)
    guard !dead.isEmpty else { return }
    let earlier = shadowing
    shadowing = Task {
      await earlier?.value
      await release(dead)
    }
  }

  private func release(_ variables: [Chain.DeadVariable]) async {
    do { try await host.release(variables.map(\.symbol)) } catch { return noteLoss(error) }
    for variable in variables {
      chain.update(variable.module) { $0.released.insert(variable.name) }
    }
  }

  /// Names what still uses an older version of what the cell has redeclared, once.
  ///
  /// In a batch run, cells run in order and none is edited: there only what no other run brings up to
  /// date is named.
  func tellWhatIsStale(after link: ChainLink, _ submission: Submission) {
    let isWatched = submission.isWatched
    let stale = chain.staleUses(of: chain.redeclaredNames(of: link)).filter {
      !toldStale.contains($0) && ($0.isWithinCell || isWatched)
    }
    toldStale.formUnion(stale)
    let overloads = chain.olderOverloads(calledBy: link.image).filter { toldOverloads.insert($0).inserted }
    let sentences = stale.map(\.sentence) + overloads
    guard !sentences.isEmpty else { return }
    show(.display(.text(sentences.joined(separator: "\n")), displayID: nil), submission)
  }

  /// Waits until the chain has the shadow module of the cell that failed last.
  func completeChain() async { await shadowing?.value }

  /// Does something in the host between two cells: the next one waits for it.
  func betweenCells<Value: Sendable>(
    _ work: @escaping @Sendable () async -> Value
  ) -> Task<Value, Never> {
    let earlier = shadowing
    let task = Task {
      await earlier?.value
      return await work()
    }
    shadowing = Task { _ = await task.value }
    return task
  }
}
