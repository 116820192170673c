internal import SuperposeCells

/// A small module whose declarations shadow older ones of the same name and are unavailable, so that
/// the compiler rejects each use and gives the reason.
struct ShadowModule: Sendable {
  let unit: CellUnit

  /// Shadows functions that `cell` redeclares; `nil` when there are none.
  init?(of functions: [FunctionSignature], redeclaredIn cell: CellUnit, after chain: Chain) {
    let reason = "redeclared in \(cell.label.lowercased())"
    self.init(
      of: functions.map { (Self.body($0.header), reason) }, name: cell.name + "_shadow_functions", cell: cell,
      after: chain)
  }

  /// Shadows what a failed cell left unusable, so that later cells cannot read memory that holds
  /// nothing; `nil` when there is nothing.
  ///
  /// - Parameter chain: The cells up to the failed one.
  init?(of unusable: [UnusableDeclaration], in cell: CellUnit, after chain: Chain) {
    self.init(
      of: unusable.map { (Self.text(of: $0.declaration), $0.reason) }, name: cell.name + "_shadow_variables",
      cell: cell, after: chain)
  }

  /// How what stands for a declaration is imported.
  static func kind(of declaration: CellDeclaration) -> ImportKind {
    switch declaration.kind {
    case .function: .func
    case .type: .enum
    case .variable, .computedVariable, .extension, .other: .var
    }
  }

  /// The sight of a cell that redeclares what this module, compiled as `module`, hides.
  func over(_ sight: CellSight, as module: String) -> CellSight {
    if unit.source.isImportedWhole { return CellSight(base: module, names: sight.names) }
    let hidden = Set(unit.source.functions.map(\.baseName))
    let names = hidden.sorted().map { NamedImport(.func, module, $0, isExported: true) }
    return CellSight(base: sight.base, names: names + sight.names.filter { !hidden.contains($0.name) })
  }

  private static func text(of declaration: CellDeclaration) -> String {
    switch declaration.kind {
    case .function(let signature): body(signature.header)
    case .type: "enum \(declaration.name) {}"
    case .variable, .computedVariable, .extension, .other: body("var \(declaration.name): Never")
    }
  }

  private static func body(_ header: String) -> String { "\(header) { fatalError() }" }

  private init?(
    of declarations: [(text: String, reason: String)], name: String, cell: CellUnit, after chain: Chain
  ) {
    guard !declarations.isEmpty else { return nil }
    let lines = declarations.map { "@available(*, unavailable, message: \"\($0.reason)\") \($0.text)" }
    let source = CellSource(lines.joined(separator: "\n"), languageMode: cell.source.languageMode)
    unit = CellUnit(
      name: name, label: cell.label, source: source, sight: chain.sight(of: source), known: cell.known,
      replacements: cell.replacements)
  }
}
