internal import SuperposeCells

/// Compiles cells, each on top of the ones before it, with the shadow modules that they need.
struct CellBuilder: Sendable {
  var compiler: CellCompiler

  /// A compiled cell, and what older cells show less of once it has run.
  struct Built: Sendable {
    var image: CellImage
    var replacements: [Chain.Replacement] = []
  }

  /// Compiles `unit` as the next cell after `chain`.
  ///
  /// What the cell declared when it ran last is taken from the sight of later cells. If the cell
  /// redeclares a function of another cell with a different return type, different effects or extra
  /// defaulted parameters, Swift treats it as an overload: calls become ambiguous or still pick the old
  /// version. A shadow module between the two cells hides the old declaration.
  ///
  /// - Parameter cellID: The front end's name of the cell; `nil` when it sends none.
  /// - Throws: `CompileFailure`, or `CancellationError` when the task is cancelled.
  func build(_ unit: CellUnit, after chain: Chain, cellID: String? = nil) async throws -> Built {
    var unit = unit
    let folder = compiler.pendingFolder(of: unit.name)
    var replacements: [Chain.Replacement] = []
    for replacement in chain.replacements(by: unit.source, cellID: cellID) {
      var old = replacement.unit
      old.sight = chain.pruned(old.sight)
      for kept in [replacement.kept, replacement.alternative].compactMap(\.self) {
        guard try await compiler.emitInterface(of: old, keeping: kept, in: folder) else { continue }
        replacements.append(Chain.Replacement(unit: replacement.unit, kept: kept))
        break
      }
    }
    var chain = chain
    if !replacements.isEmpty {
      unit.replacements = folder
      chain.show(replacements)
      unit.sight = chain.sight(of: unit.source)
    }
    let hidden = chain.functions(
      replacedBy: unit.source, cellID: cellID, gone: Set(replacements.map(\.unit.name)))
    if let shadow = ShadowModule(of: hidden, redeclaredIn: unit, after: chain), let module = await build(shadow) {
      unit.sight = shadow.over(unit.sight, as: module)
    }
    do {
      return Built(image: try await compiler.compile(unit), replacements: replacements)
    } catch let failure as CompileFailure {
      guard let built = try await separating(unit, refused: failure, after: chain, replacements, in: folder) else {
        throw failure
      }
      return built
    }
  }

  /// Compiles a cell again that was refused because its classes declare what base classes in other cells keep private.
  ///
  /// - Returns: `nil` when that is not the reason.
  /// - Throws: `CompileFailure` with what else is wrong.
  private func separating(
    _ unit: CellUnit, refused failure: CompileFailure, after chain: Chain, _ replacements: [Chain.Replacement],
    in folder: String
  ) async throws -> Built? {
    let met = failure.errors.compactMap(chain.privateMember)
    guard !met.isEmpty else { return nil }
    var replacements = replacements
    for (module, members) in Dictionary(grouping: met, by: \.link.image.unit.name) {
      let link = members[0].link
      let place = replacements.firstIndex { $0.unit.name == module }
      var replacement =
        place.map { replacements[$0] }
        ?? Chain.Replacement(unit: link.image.unit, kept: link.declarations, hides: false)
      replacement.unit.membersChosenLast.formUnion(members.map(\.error.nameAtPlace))
      var old = replacement.unit
      old.sight = chain.pruned(old.sight)
      guard try await compiler.emitInterface(of: old, keeping: replacement.kept, in: folder) else { return nil }
      if let place { replacements[place] = replacement } else { replacements.append(replacement) }
    }
    var unit = unit
    // Members that two of its own classes keep private may also meet those of the older cell.
    let own = failure.errors.filter { $0.isAboutOverriding && unit.source.privateMembers.contains($0.nameAtPlace) }
    unit.source = unit.source.overridingNothing(at: met.map(\.error) + own)
    unit.replacements = folder
    return Built(image: try await compiler.compile(unit), replacements: replacements)
  }

  /// Compiles a shadow module.
  ///
  /// - Returns: Its name; `nil` when it cannot be compiled. Later cells then see the old declarations,
  ///   as they would without it.
  func build(_ shadow: ShadowModule) async -> String? {
    (try? await compiler.compile(shadow.unit))?.unit.name
  }
}
