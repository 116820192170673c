internal import SwiftSyntax

/// The functions and variables that an extension declares, as their callers see them.
public struct ExtensionMembers: Sendable, Equatable {
  static let none = ExtensionMembers(all: [], opaque: [])

  private let all: Set<String>
  /// Those with opaque results (`some P`). Swift never takes two of them for one: neither hides the other.
  private let opaque: Set<String>

  private init(all: Set<String>, opaque: Set<String>) {
    self.all = all
    self.opaque = opaque
  }

  init(of node: ExtensionDeclSyntax) {
    var all: Set<String> = []
    var opaque: Set<String> = []
    for member in node.memberBlock.members.map(\.decl) {
      for (name, isOpaque) in Self.headers(of: member) {
        all.insert(name)
        if isOpaque { opaque.insert(name) }
      }
    }
    self.init(all: all, opaque: opaque)
  }

  /// Whether a newer extension of the same type declares all of them again, some with opaque results.
  func areRepeated(by newer: ExtensionMembers) -> Bool {
    !opaque.isDisjoint(with: newer.opaque) && all.isSubset(of: newer.all)
  }

  private static func headers(of member: DeclSyntax) -> [(name: String, isOpaque: Bool)] {
    let isStatic =
      member.asProtocol((any WithModifiersSyntax).self)?.modifiers
      .contains { $0.name.text == "static" } ?? false
    let prefix = isStatic ? "static " : ""
    if let function = member.as(FunctionDeclSyntax.self) {
      let signature = FunctionSignature(function)
      return [(prefix + signature.header, signature.hasOpaqueResult)]
    }
    if let variable = member.as(VariableDeclSyntax.self) {
      return variable.bindings.flatMap { binding in
        let type = binding.typeAnnotation?.type.as(SomeOrAnyTypeSyntax.self)
        let isOpaque = type?.someOrAnySpecifier.tokenKind == .keyword(.some)
        return CellReader.names(in: binding.pattern).map { ("\(prefix)var \($0)", isOpaque) }
      }
    }
    // Of anything else the whole text counts.
    return [(member.trimmedDescription, false)]
  }
}
