internal import SuperposeCells

/// A declaration that still uses what a newer cell has redeclared.
struct StaleUse: Sendable, Hashable {
  /// The user, such as `t` or `extension Point`, and its cell.
  var user: String
  var userModule: String
  var userTitle: String
  /// What it uses, and the cell of the old declaration.
  var name: String
  var oldTitle: String
  /// Whether user and old declaration are of one cell: running that again brings the old one back.
  var isWithinCell: Bool
  /// Whether the user is code that runs later, not a value that was computed once.
  var isCode: Bool

  /// `t (cell [3]) still uses lr of cell [2]; run it again`
  var sentence: String {
    "\(user) (\(userTitle)) still uses \(name) of \(oldTitle)" + (isWithinCell ? "" : "; run it again")
  }
}

extension Chain {
  /// The declarations of live cells that use an older version of something, oldest first.
  ///
  /// - Parameter names: What may be used; default: every name.
  func staleUses(of names: Set<String>? = nil) -> [StaleUse] {
    if names?.isEmpty == true { return [] }
    return live.filter { !$0.isDeleted }.flatMap { user in staleUses(of: names, in: user) }
  }

  private func staleUses(of names: Set<String>?, in user: ChainLink) -> [StaleUse] {
    user.source.declarations.flatMap { declaration in
      let all = declaration.uses.union(declaration.hasOwnName ? [] : [declaration.name])
      let uses = names.map(all.intersection) ?? all
      return uses.sorted().compactMap { name -> StaleUse? in
        guard let old = binding(of: name, in: user, declaration), isRedeclared(name, of: old, for: user) else {
          return nil
        }
        let isWithinCell = old.image.unit.name == user.image.unit.name
        // A value beside the variable that it was computed from is not what the user expects to change, and an
        // extension beside its type belongs to it.
        guard !isWithinCell || (declaration.holdsCode && declaration.name != name), !isHidden(declaration, of: user)
        else { return nil }
        return StaleUse(
          user: declaration.title, userModule: user.image.unit.name, userTitle: user.title, name: name,
          oldTitle: old.title, isWithinCell: isWithinCell, isCode: declaration.holdsCode)
      }
    }
  }

  /// The cell whose declaration of `name` one of `user` was compiled with; `nil` when that does not matter any more.
  private func binding(of name: String, in user: ChainLink, _ declaration: CellDeclaration) -> ChainLink? {
    guard let index = links.firstIndex(where: { $0.image.unit.name == user.image.unit.name }) else { return nil }
    if user.source.declares(name) { return user }
    let older = links[..<index].filter { $0.source.declares(name) }
    let direct = older.last { older in
      // Code may use a type without a symbol of it: a case of an enumeration, a stored property.
      older.source.declaresType(name) || user.image.refers(to: name, of: older.image, besides: rebound)
    }
    // Calls are bound to newer functions. A value that is a function stays the one that it was.
    if let direct { return direct }
    if declaration.isStored, declaration.uncalled.contains(name) {
      return older.last { user.image.refers(to: name, of: $0.image) }
    }
    return rebinder(of: older.flatMap { user.image.references(to: name, of: $0.image) })
  }

  /// The newest cell that users of any of these symbols have been bound to.
  private func rebinder(of symbols: [String]) -> ChainLink? {
    symbols.isEmpty ? nil : links.last { $0.rebindings.contains { $0.to != nil && symbols.contains($0.from) } }
  }

  /// Whether a newer cell has declared the same thing, so that new code does not use this one.
  private func isHidden(_ declaration: CellDeclaration, of user: ChainLink) -> Bool {
    guard declaration.hasOwnName,
      let index = links.firstIndex(where: { $0.image.unit.name == user.image.unit.name })
    else { return false }
    return links[(index + 1)...].contains { link in
      link.source.declarations.contains { newer in
        newer.hasOwnName && newer.name == declaration.name && newer.function?.header == declaration.function?.header
      }
    }
  }

  private func isRedeclared(_ name: String, of old: ChainLink, for user: ChainLink) -> Bool {
    guard let index = links.firstIndex(where: { $0.image.unit.name == old.image.unit.name }) else { return false }
    guard let new = links[(index + 1)...].last(where: { $0.source.declares(name) && !$0.isSuperseded }) else {
      return false
    }
    let overloads = old.source.declarations.filter { $0.name == name }.compactMap(\.function)
    guard !overloads.isEmpty else { return true }
    // Functions of two cells may overload each other; a function that is called is the new one already.
    let isEdited = old.cellID != nil && old.cellID == new.cellID
    if user.image.unit.name != old.image.unit.name { return isEdited }
    // Calls within a cell are direct.
    let headers = Set(overloads.map(\.header))
    return new.source.functions.contains { headers.contains($0.header) }
  }
}

extension CellSource {
  fileprivate func declares(_ name: String) -> Bool {
    declarations.contains { declaration in
      if case .extension = declaration.kind { false } else { declaration.name == name }
    }
  }

  /// Whether it declares a type or a type alias of this name.
  fileprivate func declaresType(_ name: String) -> Bool {
    declarations.contains { $0.name == name && $0.hasOwnName && $0.outlivesEdits }
  }
}

extension Chain {
  /// A sentence for each function of an older cell that `image` calls although a newer cell has one of
  /// the same name, where no front end says whether that cell was edited.
  func olderOverloads(calledBy image: CellImage) -> [String] {
    var sentences: [String] = []
    let referenced = image.referencedModules
    for (index, old) in links.enumerated()
    where referenced.contains(old.image.unit.name) && old.cellID == nil && !old.isSuperseded {
      for function in Set(old.source.declarations.filter { $0.function != nil }.map(\.name)).sorted() {
        let newer = links[(index + 1)...].last { link in
          link.cellID == nil && !link.isSuperseded && link.image.unit.name != image.unit.name
            && link.source.declarations.contains { $0.name == function && $0.function != nil }
        }
        guard let newer, image.refers(to: function, of: old.image, besides: rebound) else { continue }
        sentences.append(
          "\(function) of \(old.title) is called here; \(newer.title) declares another overload of it")
      }
    }
    return sentences
  }
}
