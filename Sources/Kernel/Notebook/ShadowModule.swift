internal import SuperposeCells

/// A small module whose declarations shadow older ones of the same name and are unavailable, so that
/// the compiler rejects each use and gives the reason.
struct ShadowModule: Sendable {
  let unit: CellUnit

  /// Shadows functions that `cell` redeclares; `nil` when there are none.
  init?(of functions: [FunctionSignature], redeclaredIn cell: CellUnit) {
    let reason = "redeclared in \(cell.label.lowercased())"
    self.init(
      of: functions.map { (Self.body($0.header), reason) }, name: cell.name + "_shadow_functions", cell: cell,
      over: cell.previous)
  }

  /// Shadows what a failed cell left unusable, so that later cells cannot read memory that holds
  /// nothing; `nil` when there is nothing.
  init?(of unusable: [UnusableDeclaration], in cell: CellUnit) {
    self.init(
      of: unusable.map { (Self.text(of: $0.declaration), $0.reason) }, name: cell.name + "_shadow_variables",
      cell: cell, over: cell.name)
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
    of declarations: [(text: String, reason: String)], name: String, cell: CellUnit, over previous: String
  ) {
    guard !declarations.isEmpty else { return nil }
    let lines = declarations.map { "@available(*, unavailable, message: \"\($0.reason)\") \($0.text)" }
    unit = CellUnit(
      name: name, label: cell.label,
      source: CellSource(lines.joined(separator: "\n"), languageMode: cell.source.languageMode),
      previous: previous, known: cell.known, replacements: cell.replacements)
  }
}
