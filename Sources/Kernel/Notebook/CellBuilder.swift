internal import SuperposeCells

/// Compiles cells, each on top of the ones before it, with the shadow modules that they need.
struct CellBuilder: Sendable {
  let compiler: CellCompiler

  /// Compiles `unit` as the next cell after `chain`.
  ///
  /// If a cell redeclares a function with a different return type, different effects or extra defaulted
  /// parameters, Swift treats it as an overload: calls become ambiguous or still pick the old version.
  /// A shadow module between the two cells hides the old declaration.
  ///
  /// - Throws: `CompileFailure`, or `CancellationError` when the task is cancelled.
  func build(_ unit: CellUnit, after chain: Chain) async throws -> CellImage {
    var unit = unit
    let redeclared = chain.functions(replacedBy: unit.source)
    if let shadow = ShadowModule(of: redeclared, redeclaredIn: unit),
      let module = await build(shadow)
    {
      unit.previous = module
    }
    return try await compiler.compile(unit)
  }

  /// Compiles a shadow module.
  ///
  /// - Returns: Its name; `nil` when it cannot be compiled. Later cells then see the old declarations,
  ///   as they would without it.
  func build(_ shadow: ShadowModule) async -> String? {
    (try? await compiler.compile(shadow.unit))?.unit.name
  }
}
