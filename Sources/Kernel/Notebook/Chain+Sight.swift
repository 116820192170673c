package import SuperposeCells

extension Chain {
  /// What a cell sees of older cells: what its text mentions.
  ///
  /// A function of a name that older cells have used for functions exports those, as overloads.
  package func sight(of source: CellSource) -> CellSight {
    let known = namedImports
    let own = Set(source.functions.map(\.baseName))
    let exported = own.sorted().compactMap { name -> NamedImport? in
      guard var item = known[name], item.kind == .func else { return nil }
      item.isExported = true
      return item
    }
    let shadowed = source.shadowedModules.sorted { $0.key < $1.key }.map { NamedImport(.var, $0.value, $0.key) }
    let mentioned = source.words.subtracting(source.ownNames).sorted().compactMap { known[$0] } + shadowed
    let classes = known.filter { $1.kind == .class && !source.ownNames.contains($0) }
    return CellSight(
      base: base, names: exported + mentioned, classes: classes.sorted { $0.key < $1.key }.map(\.value),
      privateMembers: links.reduce(into: []) { names, link in
        if link.source.keepsClassesPrivate { names.formUnion(link.source.privateMembers) }
      }, shapes: shapes(extendedBy: source),
      redeclaresTable: links.contains { link in link.declarations.contains { $0.name == CellSight.table } },
      childTasks: childTasks(mentionedIn: source))
  }

  /// The modules of the variables of other cells that a cell's `guard` statements shadow, by their names.
  func modulesOfVariables(shadowedBy source: CellSource, cellID: String?) -> [String: String] {
    let names = source.confined.filter { $0.value == .guard }.keys
    return names.reduce(into: [:]) { modules, name in
      let others = live.filter { cellID == nil || $0.cellID != cellID }
      let newest = others.last { link in link.declarations.contains { $0.name == name && $0.hasOwnName } }
      guard let newest, newest.unavailable[name] == nil, newest.usableVariables.contains(name) else { return }
      modules[name] = newest.image.unit.name
    }
  }

  private func childTasks(mentionedIn source: CellSource) -> Set<String> {
    guard links.contains(where: \.source.hasChildTasks) else { return [] }
    return source.words.subtracting(source.ownNames).filter(isChildTask)
  }

  /// Whether the newest declaration of a name is an `async let`.
  private func isChildTask(_ name: String) -> Bool {
    let newest = links.last { link in link.declarations.contains { $0.name == name && $0.hasOwnName } }
    return newest?.source.isChildTask(name) ?? false
  }

  private func shapes(extendedBy source: CellSource) -> [String: TypeShape] {
    let names = source.declarations.filter { !$0.hasOwnName }.map(\.name)
    var found: [String: TypeShape] = [:]
    for name in names {
      found[name] =
        links.lazy.reversed().compactMap { link in
          link.declarations.lazy.compactMap { $0.shapes[name] }.last
        }.first
    }
    return found
  }

  /// The cell with the private member that an error takes for overridden; `nil` for other errors.
  func privateMember(overriddenIn error: Diagnostic) -> (error: Diagnostic, link: ChainLink)? {
    guard error.isAboutOverriding else { return nil }
    for type in error.notes.compactMap(\.cellType) {
      if let link = links.last(where: { $0.image.unit.name == type.module }), !link.source.keepsClassesPrivate,
        link.source.privateMembers(of: type.name).contains(error.nameAtPlace)
      {
        return (error, link)
      }
    }
    return nil
  }

  /// All that a cell can see, for completion.
  var fullSight: CellSight {
    CellSight(base: base, names: namedImports.values.sorted { ($0.module, $0.name) < ($1.module, $1.name) })
  }

  /// The same sight without what its cells do not show any more.
  func pruned(_ sight: CellSight) -> CellSight {
    var sight = sight
    sight.names.removeAll { item in
      links.contains { link in
        link.image.unit.name == item.module && !link.declarations.contains { $0.name == item.name }
      }
    }
    return sight
  }

  private var base: String {
    links.last { $0.source.isImportedWhole }?.image.unit.name ?? Chain.root
  }

  /// The newest declaration of each name that is not seen with a whole module.
  private var namedImports: [String: NamedImport] {
    var found: [String: NamedImport] = [:]
    for link in links {
      let module = link.image.unit.name
      for declaration in link.declarations where declaration.hasOwnName {
        found[declaration.name] =
          link.source.isImportedWhole
          ? nil : declaration.importKind.map { NamedImport($0, module, declaration.name) }
      }
      guard let shadow = link.shadow else { continue }
      for name in link.unavailable.keys {
        let own = link.source.declarations.last { $0.name == name }
        found[name] = NamedImport(own.map(ShadowModule.kind) ?? .var, shadow, name)
      }
    }
    return found
  }
}

extension CellSource {
  /// The names that the cell declares itself, which hide those of older cells.
  fileprivate var ownNames: Set<String> { Set(declarations.filter(\.hasOwnName).map(\.name)) }
}
