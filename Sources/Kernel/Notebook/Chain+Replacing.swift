package import SuperposeCells

extension Chain {
  /// What later cells are to see of an older cell from now on.
  package struct Replacement: Sendable {
    package var unit: CellUnit
    package var kept: [CellDeclaration]
    /// What to keep if that cannot be compiled alone: a type may conform to a protocol by an extension.
    package var alternative: [CellDeclaration]?
    /// Whether later cells see less of it, and not only private members as ones that are chosen last.
    package var hides = true
  }

  /// The runs of a cell that its next run replaces.
  package func runs(of cellID: String?) -> [ChainLink] {
    guard let cellID else { return [] }
    return live.filter { $0.cellID == cellID }
  }

  /// The older cells of which later cells must see less once `source` has run.
  ///
  /// The last run of the same cell leaves only its types, on which values rest. Any other cell loses the
  /// extensions whose conformances `source` declares again.
  package func replacements(by source: CellSource, cellID: String?) -> [Replacement] {
    let declarations = source.declarationsByName
    return links.compactMap { link in
      let isSameCell = cellID != nil && link.cellID == cellID
      guard !link.isSuperseded || (isSameCell && isStillSeen(link)) else { return nil }
      guard isSameCell else {
        return link.keptBeside(declarations).map { Replacement(unit: link.image.unit, kept: $0) }
      }
      return link.shownBeyond(source).map { shown in
        Replacement(
          unit: link.image.unit, kept: link.outlivingEdits(of: shown.filter(\.hasOwnName)),
          alternative: link.outlivingEdits(of: shown))
      }
    }
  }

  /// Whether cells see what a superseded cell has declared: as a whole module, or because another cell exports it.
  private func isStillSeen(_ link: ChainLink) -> Bool {
    if link.isReplaced { return false }
    return link.source.isImportedWhole
      || links.contains { other in
        other.cellID != link.cellID
          && other.image.unit.sight.names.contains { $0.isExported && $0.module == link.image.unit.name }
      }
  }

  /// Functions of which the callers of `source`'s functions must not think.
  ///
  /// - Parameter gone: Modules whose functions cannot be seen any more.
  package func functions(replacedBy source: CellSource, cellID: String?, gone: Set<String>) -> [FunctionSignature] {
    let own = Set(source.functions.map(\.header))
    let functions = source.declarationsByName.mapValues { $0.compactMap(\.function) }
    var seen: Set<String> = []
    return live.filter { !gone.contains($0.image.unit.name) }.flatMap { link in
      let isSameCell = cellID != nil && link.cellID == cellID
      return link.declarations.compactMap { declaration -> FunctionSignature? in
        if isSameCell { return declaration.function }
        guard let new = functions[declaration.name], let old = declaration.function else { return nil }
        return new.contains { $0.replaces(old) } ? old : nil
      }
    }.filter { !own.contains($0.header) && seen.insert($0.header).inserted }
  }

  /// What the host must rebind before a cell runs: whatever older cells declare alike, and the conformances that
  /// the cell's earlier runs declared and this one does not.
  func rebindings(to image: CellImage, cellID: String?) -> [Rebinding] {
    let names = image.unit.source.namesOfCode
    let alike = links.filter { !names.isDisjoint(with: $0.source.namesOfCode) }
      .flatMap { image.rebindings(from: $0.image) }
    let removed = links.filter { cellID != nil && $0.cellID == cellID }.flatMap { run in
      image.removedConformances(of: run.image) { type, module in
        isCurrent(String(type), of: String(module), besides: image.unit.source)
      }
    }
    return alike + removed.map { Rebinding(from: $0, to: nil, kind: .conformance) }
  }

  /// Whether a type is still what its name means once `source` has run. Types of libraries always are.
  private func isCurrent(_ type: String, of module: String, besides source: CellSource) -> Bool {
    guard links.contains(where: { $0.image.unit.name == module }) else { return true }
    return !source.types.contains(type) && declarer(of: type)?.image.unit.name == module
  }
}

extension Chain {
  /// Puts a cell in the place of its last run, and hides what later cells must not see any more.
  package mutating func supersede(by link: ChainLink, _ replacements: [Replacement]) {
    for run in runs(of: link.cellID) {
      update(run.image.unit.name) { old in
        old.isSuperseded = true
        // Names of other cells' variables are theirs again.
        old.unavailable = old.unavailable.filter { name, _ in old.source.declarations.contains { $0.name == name } }
        old.visible = old.outlivingEdits(of: old.declarations)
      }
    }
    show(replacements)
  }

  /// Hides what later cells must not see any more.
  mutating func show(_ replacements: [Replacement]) {
    for replacement in replacements {
      update(replacement.unit.name) { link in
        link.image.unit.membersChosenLast = replacement.unit.membersChosenLast
        guard replacement.hides else { return }
        link.visible = replacement.kept
        link.isReplaced = true
      }
    }
  }

  /// Notes that the user has deleted cells: what they declared stays, but they cannot run again.
  package mutating func forget(cells: [String]) {
    for link in links where link.cellID.map(cells.contains) ?? false {
      update(link.image.unit.name) { $0.isDeleted = true }
    }
  }

  /// Whether running a lost cell again brings anything back.
  func isNeeded(_ link: ChainLink) -> Bool {
    !link.isSuperseded || link.keepsTypes || !link.source.onlyDeclares
      || links.contains { $0.image.refers(to: link.image) }
  }
}

extension ChainLink {
  /// What it shows, if some of that must be hidden when the cell runs again; `nil` when plain shadowing does.
  fileprivate func shownBeyond(_ new: CellSource) -> [CellDeclaration]? {
    let functions = Set(new.functions.map(\.header))
    let names = Set(new.declarations.map(\.name))
    let shown = isReplaced ? declarations : source.declarations
    let isShadowed = !shown.contains { old in
      switch old.kind {
      case .function(let signature): signature.hasOpaqueResult || !functions.contains(signature.header)
      case .extension: true
      case .variable, .computedVariable: !names.contains(old.name)
      case .type, .other: false
      }
    }
    return isShadowed ? nil : shown
  }

  /// Those of its declarations that values may rest on, and what these use.
  fileprivate func outlivingEdits(of shown: [CellDeclaration]) -> [CellDeclaration] {
    var kept = shown.filter(\.outlivesEdits)
    var wanted = Set(kept.flatMap(\.uses))
    while let next = shown.first(where: { old in wanted.contains(old.name) && !kept.contains(old) }) {
      kept.append(next)
      wanted.formUnion(next.uses)
    }
    return shown.filter(kept.contains)
  }

  /// What stays visible when another cell declares some of the same conformances or functions with opaque results.
  ///
  /// - Parameter new: The declarations of that cell by their names.
  fileprivate func keptBeside(_ new: [String: [CellDeclaration]]) -> [CellDeclaration]? {
    let kept = declarations.filter { old in
      guard let sameName = new[old.name] else { return true }
      return !sameName.contains {
        $0.sharesConformance(with: old) || old.isRepeated(by: $0) || $0.hasSameHeaderAndOpaqueResult(as: old)
      }
    }
    return kept.count == declarations.count ? nil : kept
  }
}

extension CellDeclaration {
  /// Whether both are the same function with an opaque result. Swift takes neither for the other.
  fileprivate func hasSameHeaderAndOpaqueResult(as other: CellDeclaration) -> Bool {
    guard let function, let old = other.function else { return false }
    return function.hasOpaqueResult && function.header == old.header
  }
}

extension CellSource {
  /// A cell may hold hundreds of declarations, and every older one is compared with those of its name.
  fileprivate var declarationsByName: [String: [CellDeclaration]] { Dictionary(grouping: declarations, by: \.name) }

  /// Names of functions, and of types that are extended.
  fileprivate var namesOfCode: Set<String> {
    Set(
      declarations.compactMap { declaration in
        switch declaration.kind {
        case .function, .extension: declaration.name
        case .variable, .computedVariable, .type, .other: nil
        }
      })
  }
}
