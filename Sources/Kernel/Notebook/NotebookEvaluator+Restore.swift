internal import Foundation
internal import SuperposeCells
internal import SuperposeEvaluation

extension NotebookEvaluator {
  /// Reruns the images of lost cells, then recompiles and runs the cells that ran since.
  ///
  /// - Returns: A sentence that says which cells ran.
  /// - Throws: The failure of a cell that had not failed before. Cells restored before it stay.
  func restore() async throws -> String {
    guard let gone = lost else { return "There is nothing to restore: no cell was lost." }
    let since = chain.links
    let start = ContinuousClock.now
    host.stop()
    listening = []
    chain = chain.emptied()
    do {
      for link in gone.links {
        // Nothing could be seen of what it declares.
        if gone.isNeeded(link) { try await repeating(link) } else { chain.append(link) }
      }
      for link in since { try await repeating(try await recompiled(link)) }
    } catch {
      lost = gone
      throw error
    }
    lost = nil
    let cells = chain.links.map { "[\($0.executionCount)]" }.joined(separator: ", ")
    let seconds = (ContinuousClock.now - start).formatted(
      .units(allowed: [.seconds], width: .abbreviated, fractionalPart: .show(length: 2)))
    return "Reran cells \(cells) in \(seconds)."
  }

  /// A cell that had failed may fail again if it gets at least as far.
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
        chain.freshName(link.executionCount), label: old.label, source: old.source,
        isOptimised: old.isOptimised)).image
    link.rebindings = chain.rebindings(to: link.image)
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
  }
}
