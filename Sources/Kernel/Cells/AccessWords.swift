internal import SwiftSyntax

/// The words `private` and `fileprivate` that later cells must not meet.
///
/// Each cell is a module of its own, and the symbol of a private declaration is local to it: another
/// cell would compile and could not be linked. What is private in one file, other code in that file may use, at least
/// in extensions of the same type.
///
/// A class may declare what its base class keeps private. In a cell that does so, members of classes stay private.
enum AccessWords {
  /// The bytes to blank in a declaration at the top level, and in its members.
  static func ranges(
    in declaration: DeclSyntax, _ configuration: CellBuildConfiguration, inClasses: Bool
  ) -> [Range<Int>] {
    let modifiers = declaration.asProtocol((any WithModifiersSyntax).self)?.modifiers ?? []
    // An array: filtering a syntax collection makes another one, whose elements have other places.
    let own = Array(modifiers).filter { ["private", "fileprivate"].contains($0.name.text) }.map(\.bytes)
    guard let type = declaration.asProtocol((any DeclGroupSyntax).self), inClasses || !type.is(ClassDeclSyntax.self)
    else { return own }
    let members = type.memberBlock.members.active(in: configuration)
    return own + members.flatMap { ranges(in: $0.decl, configuration, inClasses: inClasses) }
  }

  /// The names of private members of classes, at any depth.
  static func privateMembers(
    ofClassesIn declaration: DeclSyntax, _ configuration: CellBuildConfiguration
  ) -> Set<String> {
    guard let type = declaration.asProtocol((any DeclGroupSyntax).self) else { return [] }
    let members = type.memberBlock.members.active(in: configuration).map(\.decl)
    let own = type.is(ClassDeclSyntax.self) ? members.filter(isPrivate).flatMap(names) : []
    return members.reduce(into: Set(own)) { $0.formUnion(privateMembers(ofClassesIn: $1, configuration)) }
  }

  static func isPrivate(_ declaration: DeclSyntax) -> Bool {
    let modifiers = declaration.asProtocol((any WithModifiersSyntax).self)?.modifiers ?? []
    return modifiers.contains { $0.name.text == "private" && $0.detail == nil }
  }

  static func names(of declaration: DeclSyntax) -> [String] {
    if let named = declaration.asProtocol((any NamedDeclSyntax).self) { return [named.name.text] }
    if declaration.is(SubscriptDeclSyntax.self) { return ["subscript"] }
    if declaration.is(InitializerDeclSyntax.self) { return ["init"] }
    let bindings = declaration.as(VariableDeclSyntax.self)?.bindings ?? []
    return bindings.compactMap { $0.pattern.as(IdentifierPatternSyntax.self)?.identifier.text }
  }
}
