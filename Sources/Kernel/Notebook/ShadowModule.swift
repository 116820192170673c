internal import SuperposeCells

/// A small module whose declarations shadow older ones of the same name and are unavailable, so that
/// the compiler rejects each use and gives the reason.
struct ShadowModule: Sendable {
  let unit: CellUnit

  /// Shadows functions that `cell` redeclares; `nil` when there are none.
  init?(of functions: [FunctionSignature], redeclaredIn cell: CellUnit) {
    let reason = "redeclared in \(cell.label.lowercased())"
    self.init(
      of: functions.map(\.header), because: reason, name: cell.name + "_shadow_functions",
      label: cell.label, over: cell.previous, knownModules: cell.knownModules)
  }

  /// Shadows variables that a failed cell never initialised, so that later cells cannot read memory
  /// that holds nothing; `nil` when there are none.
  ///
  /// - Parameter line: The line at which the cell stopped, where that is known.
  init?(ofUninitialisedVariablesIn link: ChainLink, stoppedAt line: Int?, knownModules: Set<String>) {
    let cell = link.image.unit
    let place = line.map { " at line \($0)" } ?? ""
    self.init(
      of: link.unreachedVariables.map { "var \($0): Never" },
      because: "never initialised: \(cell.label.lowercased()) stopped\(place)",
      name: cell.name + "_shadow_variables", label: cell.label, over: cell.name,
      knownModules: knownModules)
  }

  private init?(
    of declarations: [String], because reason: String, name: String, label: String,
    over previous: String, knownModules: Set<String>
  ) {
    guard !declarations.isEmpty else { return nil }
    let lines = declarations.map { declaration in
      "@available(*, unavailable, message: \"\(reason)\") \(declaration) { fatalError() }"
    }
    unit = CellUnit(
      name: name, label: label, source: CellSource(lines.joined(separator: "\n")),
      previous: previous, knownModules: knownModules)
  }
}
