internal import SuperposeCells

/// Types that an edited cell leaves as they are.
extension Chain {
  /// The types of `source` that need not be declared again, because its cell has declared the same before.
  ///
  /// Values of such a type stay what they are: they can be given to the functions, and have the methods, that the
  /// edited cell declares. A type is declared again when anything may have changed that its code rests on.
  ///
  /// - Parameter isOptimised: Whether the cell is to be compiled with optimisation.
  func unchangedTypes(in source: CellSource, cellID: String?, isOptimised: Bool) -> [CellDeclaration] {
    guard cellID != nil, links.contains(where: { $0.cellID == cellID }), !source.hasEntryPoints else { return [] }
    var kept = source.keepableTypes.filter { type in
      guard let home = declarer(of: type.name), home.cellID == cellID, home.image.unit.isOptimised == isOptimised,
        home.source.languageMode == source.languageMode
      else { return false }
      return home.declarations.contains { $0.name == type.name && home.source.text(of: $0) == source.text(of: type) }
    }
    while true {
      let names = Set(kept.map(\.name))
      let changed = source.changeableNames.subtracting(names)
      let rest = kept.filter { type in
        changed.isDisjoint(with: type.uses.union(source.hasBodies(type) ? source.words(of: type) : []))
          && type.uses.subtracting(names).allSatisfy { !isRedeclared($0, since: type.name) }
      }
      if rest.count == kept.count { return rest }
      kept = rest
    }
  }

  /// Notes that types of older cells stand for those that `source` declares no more.
  mutating func keep(_ types: [CellDeclaration]) {
    for type in types {
      if let module = declarer(of: type.name)?.image.unit.name { update(module) { $0.keepsTypes = true } }
    }
  }

  /// The newest cell that declares a name and shows it.
  func declarer(of name: String) -> ChainLink? {
    links.last { link in link.declarations.contains { $0.hasOwnName && $0.name == name } }
  }

  /// Whether a cell has declared `name` after the newest declaration of `type`.
  private func isRedeclared(_ name: String, since type: String) -> Bool {
    for link in links.reversed() {
      if link.declarations.contains(where: { $0.hasOwnName && $0.name == type }) { return false }
      if link.declarations.contains(where: { $0.hasOwnName && $0.name == name }) { return true }
    }
    return false
  }
}
