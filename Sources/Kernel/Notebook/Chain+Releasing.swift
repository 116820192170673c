internal import SuperposeCells

extension Chain {
  /// A variable whose value nothing can read any more.
  struct DeadVariable: Sendable {
    var module: String
    var name: String
    var symbol: String
  }

  /// Variables that `image` has redeclared, or its cell's last run declared, and that no code refers to.
  func deadVariables(after link: ChainLink) -> [DeadVariable] {
    let names = Set(link.source.variables)
    return links.filter { $0.image.unit.name != link.image.unit.name }.flatMap { old in
      old.source.declarations.compactMap { declaration -> DeadVariable? in
        guard case .variable(isPlain: true) = declaration.kind,
          old.isSuperseded || names.contains(declaration.name),
          isUnreadable(declaration.name, of: old),
          // A variable without a symbol has no storage.
          let symbol = old.image.symbol(ofVariable: declaration.name)
        else { return nil }
        return DeadVariable(module: old.image.unit.name, name: declaration.name, symbol: symbol)
      }
    }
  }

  private func isUnreadable(_ name: String, of old: ChainLink) -> Bool {
    guard old.usableVariables.contains(name), !old.released.contains(name),
      !old.source.namesInClosures.contains(name),
      !old.source.declarations.contains(where: { $0.holdsCode && $0.uses.contains(name) })
    else { return false }
    return !links.contains { $0.image.refers(to: name, of: old.image) }
  }
}
