internal import SwiftSyntax

/// The words `private` and `fileprivate` that later cells must not meet.
///
/// Each cell is a module of its own, and the symbol of a private declaration is local to it: another
/// cell would compile and could not be linked. Members that are private to a type work, because the
/// type's own code is all in one cell.
enum AccessWords {
  /// The bytes to blank in a declaration at the top level or in an extension.
  static func ranges(
    in declaration: DeclSyntax, _ configuration: CellBuildConfiguration
  ) -> [Range<Int>] {
    let own = modifiers(of: declaration).filter(isPrivate).map { modifier in
      modifier.positionAfterSkippingLeadingTrivia.utf8Offset..<modifier.endPositionBeforeTrailingTrivia.utf8Offset
    }
    return own + members(of: declaration, configuration).flatMap { ranges(in: $0, configuration) }
  }

  /// All members of an extension; of a type the types inside it.
  private static func members(
    of declaration: DeclSyntax, _ configuration: CellBuildConfiguration
  ) -> [DeclSyntax] {
    guard let group = declaration.asProtocol((any DeclGroupSyntax).self) else { return [] }
    let members = group.memberBlock.members.active(in: configuration).map(\.decl)
    if declaration.is(ExtensionDeclSyntax.self) { return members }
    return members.filter { $0.asProtocol((any DeclGroupSyntax).self) != nil }
  }

  private static func modifiers(of declaration: DeclSyntax) -> DeclModifierListSyntax {
    declaration.asProtocol((any WithModifiersSyntax).self)?.modifiers ?? []
  }

  private static func isPrivate(_ modifier: DeclModifierSyntax) -> Bool {
    ["private", "fileprivate"].contains(modifier.name.text)
  }
}
