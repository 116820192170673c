internal import SwiftSyntax

/// What Swift writes members of a conformance from: the stored properties of a struct, or the cases of an enum.
public enum TypeShape: Sendable, Equatable {
  case fields([Field])
  case cases([Case])

  public struct Field: Sendable, Equatable {
    let name: String
    let isOptional: Bool
    /// Whether an initialiser with all members has no parameter for it: `let a = 1`.
    let isSettled: Bool
  }

  public struct Case: Sendable, Equatable {
    let name: String
    /// The number of its associated values.
    let count: Int
  }

  /// The shapes of a type and of those in it, each by its name from the top level on.
  static func all(in declaration: DeclSyntax, _ configuration: CellBuildConfiguration) -> [String: TypeShape] {
    all(in: declaration, of: nil, configuration)
  }

  private static func all(
    in declaration: DeclSyntax, of outer: String?, _ configuration: CellBuildConfiguration
  ) -> [String: TypeShape] {
    guard let type = declaration.asProtocol((any DeclGroupSyntax).self), !declaration.is(ProtocolDeclSyntax.self),
      let own = declaration.asProtocol((any NamedDeclSyntax).self)?.name.text.unquotedIdentifier
        ?? declaration.as(ExtensionDeclSyntax.self)?.extendedType.trimmedDescription
    else { return [:] }
    let name = [outer, own].compactMap(\.self).joined(separator: ".")
    var shapes: [String: TypeShape] = [:]
    for member in type.memberBlock.members.active(in: configuration) {
      shapes.merge(all(in: member.decl, of: name, configuration)) { $1 }
    }
    shapes[name] = TypeShape(declaration, configuration)
    return shapes
  }

  /// `nil` for other types, and for those with members that need more than this: attributes, `lazy`, or
  /// `CodingKeys` of their own.
  init?(_ declaration: DeclSyntax, _ configuration: CellBuildConfiguration) {
    guard let type = declaration.asProtocol((any DeclGroupSyntax).self) else { return nil }
    let members = type.memberBlock.members.active(in: configuration).map(\.decl)
    let nested = members.compactMap { $0.asProtocol((any NamedDeclSyntax).self)?.name.text }
    guard !nested.contains("CodingKeys") else { return nil }
    if declaration.is(StructDeclSyntax.self) {
      var fields: [Field] = []
      for variable in members.compactMap({ $0.as(VariableDeclSyntax.self) }) {
        let words = variable.modifiers.map(\.name.text)
        if words.contains("static") { continue }
        guard variable.attributes.isEmpty, !words.contains("lazy") else { return nil }
        for binding in variable.bindings where !CellReader.isComputed(binding) {
          guard let name = binding.pattern.as(IdentifierPatternSyntax.self)?.identifier.text else { return nil }
          fields.append(Field(name, binding, of: variable))
        }
      }
      self = .fields(fields)
    } else if declaration.is(EnumDeclSyntax.self) {
      self = .cases(
        members.compactMap { $0.as(EnumCaseDeclSyntax.self) }.flatMap(\.elements).map {
          Case(name: $0.name.text, count: $0.parameterClause?.parameters.count ?? 0)
        })
    } else {
      return nil
    }
  }
}

extension TypeShape.Field {
  fileprivate init(_ name: String, _ binding: PatternBindingSyntax, of variable: VariableDeclSyntax) {
    let type = binding.typeAnnotation?.type
    self.name = name
    isOptional = type?.is(OptionalTypeSyntax.self) == true || type?.trimmedDescription.hasPrefix("Optional<") == true
    isSettled = variable.bindingSpecifier.text == "let" && binding.initializer != nil
  }
}
