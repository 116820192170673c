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
          let symbol = old.image.symbolsOfVariables[declaration.name] ?? symbolOfEmpty(declaration, in: old)
        else { return nil }
        return DeadVariable(module: old.image.unit.name, name: declaration.name, symbol: symbol)
      }
    }
  }

  /// The symbol that a variable without storage would have: its struct has no properties, and may have a `deinit`.
  private func symbolOfEmpty(_ variable: CellDeclaration, in old: ChainLink) -> String? {
    guard let name = variable.namedType,
      let type = (links.prefix { $0.image.unit.name != old.image.unit.name } + [old]).last(where: { link in
        link.source.declarations.contains { $0.name == name && $0.importKind == .struct }
      })
    else { return nil }
    let words = [old.image.unit.name, variable.name, type.image.unit.name, name]
    return "$s" + words.map { "\($0.utf8.count)\($0)" }.joined() + "Vvp"
  }

  private func isUnreadable(_ name: String, of old: ChainLink) -> Bool {
    guard old.usableVariables.contains(name), !old.released.contains(name),
      !old.source.namesInClosures.contains(name),
      !(old.image.symbols.keepsArguments && old.source.namesInArguments.contains(name))
    else { return false }
    let users = old.source.declarations.filter { $0.holdsCode && $0.uses.contains(name) }
    if !users.isEmpty {
      let over = namesOfCodeThatIsOver(in: old)
      guard users.allSatisfy({ over.contains($0.name) && !$0.deferred.contains(name) }) else { return false }
    }
    return !links.contains { $0.image.refers(to: name, of: old.image) }
  }

  /// Functions and computed variables of a cell that has run again which nothing can call any more.
  ///
  /// What was compiled before calls the newer ones (`Rebinding`). An old one can go on only as a value, or in code
  /// that a closure has kept.
  private func namesOfCodeThatIsOver(in old: ChainLink) -> Set<String> {
    guard old.isSuperseded else { return [] }
    let declarations = old.source.declarations
    let kept = Set(declarations.filter { !$0.isCallable }.map(\.name))
    var over = Set(declarations.filter(\.isCallable).map(\.name)).subtracting(kept).filter { name in
      let isFunction = declarations.contains { $0.name == name && $0.function != nil }
      return links.allSatisfy { link in
        let isOwn = link.image.unit.name == old.image.unit.name
        guard isOwn || link.image.refers(to: name, of: old.image) else { return true }
        return !link.source.namesInClosures.contains(name)
          && !(isFunction && link.source.uncalledNames.contains(name))
          && (isOwn || !link.source.declarations.contains { $0.holdsCode && $0.uses.contains(name) })
      }
    }
    while let name = over.first(where: { name in
      declarations.contains {
        $0.holdsCode && $0.uses.contains(name) && (!over.contains($0.name) || $0.deferred.contains(name))
      }
    }) {
      over.remove(name)
    }
    return over
  }
}
