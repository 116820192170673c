internal import SwiftIfConfig
internal import SwiftSyntax

extension CodeBlockItemListSyntax {
  /// The statements that are compiled: those of the active branches of `#if` in the place of the
  /// directive.
  func active(in configuration: CellBuildConfiguration) -> [CodeBlockItemSyntax] {
    flatMap { item -> [CodeBlockItemSyntax] in
      guard case .decl(let declaration) = item.item,
        let directive = declaration.as(IfConfigDeclSyntax.self)
      else { return [item] }
      guard case .statements(let items) = directive.activeClause(in: configuration).clause?.elements
      else { return [] }
      return items.active(in: configuration)
    }
  }
}

extension MemberBlockItemListSyntax {
  /// The members that are compiled, as ``CodeBlockItemListSyntax/active(in:)``.
  func active(in configuration: CellBuildConfiguration) -> [MemberBlockItemSyntax] {
    flatMap { member -> [MemberBlockItemSyntax] in
      guard let directive = member.decl.as(IfConfigDeclSyntax.self) else { return [member] }
      guard case .decls(let members) = directive.activeClause(in: configuration).clause?.elements
      else { return [] }
      return members.active(in: configuration)
    }
  }
}
