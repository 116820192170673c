internal import SwiftSyntax

/// The older variables that a `guard` at the top level shadows: what stands before their names, where these mean them.
///
/// A variable of the same cell gets another name, and one of another cell is named with its module.
struct ShadowedVariables {
  /// By the names of the variables.
  private(set) var prefixes: [String: String] = [:]
  /// The variables of the cell itself among them.
  private(set) var renamed: Set<String> = []
  /// Where their names stand before the statement.
  private(set) var insertions: [CellSource.Insertion] = []

  /// What stands before the name of a variable of the same cell.
  static let prefix = "__shadowed_"

  /// - Parameters:
  ///   - statement: Statement `index` of the cell.
  ///   - reader: What was read before it.
  ///   - modules: The modules of other cells' variables, by their names.
  /// - Returns: `nil` where an older variable cannot be told from the new one.
  init?(_ statement: GuardStmtSyntax, at index: Int, in reader: CellReader, modules: [String: String]) {
    let start = statement.bytes.lowerBound
    let own = ShadowedMentions.of(statement)
    for name in GuardBindings.names(in: statement) {
      let earlier = reader.mentions.filter { $0.name == name && $0.range.lowerBound < start && $0.isOutside }
      if reader.declarations.contains(where: { $0.name == name && $0.hasOwnName }) {
        guard let declaration = Self.declaration(of: name, before: index, in: reader) else { return nil }
        prefixes[name] = Self.prefix
        renamed.insert(name)
        insertions.append(declaration)
      } else if !earlier.isEmpty || own.contains(where: { $0.name == name }) {
        guard let module = modules[name] else { return nil }
        prefixes[name] = "\(module)."
      }
      guard let prefix = prefixes[name] else { continue }
      for mention in earlier {
        guard let insertion = mention.prefixed(by: prefix) else { return nil }
        insertions.append(insertion)
      }
    }
  }

  /// Where the name of a variable becomes another one; `nil` when it is not the only declaration of this name, or another
  /// `guard` has shadowed it.
  private static func declaration(
    of name: String, before index: Int, in reader: CellReader
  ) -> CellSource.Insertion? {
    let patterns = reader.items[..<index].flatMap(\.variablePatterns).filter { $0.identifier.text == name }
    guard let pattern = patterns.first, patterns.count == 1,
      reader.declarations.count(where: { $0.name == name }) == 1
    else { return nil }
    let insertion = CellSource.Insertion(offset: pattern.bytes.lowerBound, text: prefix)
    return reader.insertions.contains(insertion) ? nil : insertion
  }
}

extension CodeBlockItemSyntax {
  /// The names of the variables that it declares, not in tuples.
  fileprivate var variablePatterns: [IdentifierPatternSyntax] {
    guard case .decl(let declaration) = item, let variable = declaration.as(VariableDeclSyntax.self) else { return [] }
    return variable.bindings.compactMap { $0.pattern.as(IdentifierPatternSyntax.self) }
  }
}
