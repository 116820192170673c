internal import Foundation
internal import SuperposeCells
internal import SuperposeEvaluation
internal import SuperposeFiles

extension NotebookEvaluator {
  /// Runs the lost cells' images again, then compiles and runs what has been run since. Cells
  /// whose images are gone with the session's folder are compiled again.
  ///
  /// - Returns: A sentence that says which cells ran.
  /// - Throws: The failure of a cell that had not failed before. Cells restored before it stay.
  func restore() async throws -> String {
    let isFolderThere = folder.isThere
    guard lost != nil || !isFolderThere else { return "There is nothing to restore: no cell was lost." }
    let (before, gone, since) = (chain, lost?.links ?? [], chain.links)
    if !isFolderThere { try remakeFolder() }
    let start = ContinuousClock.now
    host.stop()
    listening = []
    chain = chain.emptied()
    do {
      for link in gone {
        // Nothing could be seen of what a superseded cell declares.
        guard lost?.isNeeded(link) ?? true else {
          chain.append(link)
          continue
        }
        try await repeating(isOnDisk(link) ? link : try await recompiled(link))
      }
      for link in since { try await repeating(try await recompiled(link)) }
    } catch {
      // Without older lost cells, those that ran until now are what another attempt starts from.
      if lost == nil { lost = before }
      throw error
    }
    lost = nil
    let cells = chain.links.map { "[\($0.executionCount)]" }.joined(separator: ", ")
    let seconds = (ContinuousClock.now - start).formatted(
      .units(allowed: [.seconds], width: .abbreviated, fractionalPart: .show(length: 2)))
    return "Reran cells \(cells) in \(seconds)."
  }

  private func isOnDisk(_ link: ChainLink) -> Bool {
    FileManager.default.fileExists(atPath: link.image.library)
  }

  /// A cell that had failed may fail again, as long as it comes as far.
  private func repeating(_ link: ChainLink) async throws {
    do {
      try await rerun(link)
    } catch let failure as Failure {
      let reached = chain.links.last?.variablesReached ?? 0
      guard chain.links.last?.image.unit.name == link.image.unit.name,
        reached >= link.variablesReached
      else { throw failure }
      await completeChain()
    }
  }

  /// The same code, compiled after the restored cells.
  private func recompiled(_ link: ChainLink) async throws -> ChainLink {
    let old = link.image.unit
    var link = link
    link.image = try await build(
      chain.nextUnit(
        chain.freshName(link.executionCount), label: old.label,
        source: old.source.withoutDependentInsertions(), isOptimised: old.isOptimised)
    ).image
    link.rebindings = chain.rebindings(to: link.image, cellID: link.cellID)
    link.isReplaced = false
    link.shadow = nil
    link.unavailable = [:]
    return link
  }

  /// Ends the host and forgets all cells.
  func reset() {
    host.stop()
    listening = []
    chain = chain.emptied()
    lost = nil
    waiting = WaitingCells()
    packages = LoadedPackages()
    usePackages([], modules: [], libraries: [])
    startUpFilesRun = nil
    figures.forget()
  }
}
