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
