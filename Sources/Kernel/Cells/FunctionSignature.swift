internal import SwiftSyntax

/// A top-level function as its callers see it.
public struct FunctionSignature: Sendable, Hashable {
  /// Its name with generic parameters.
  let name: String
  /// Its name alone.
  public let baseName: String
  let parameters: [Parameter]
  /// Its effects and its result.
  let outcome: String
  /// Its `where` clause.
  let condition: String
  /// The declaration up to its body, without attributes and default values.
  public let header: String
  /// Whether attributes may make it known by other means than its name.
  let hasAttributes: Bool

  struct Parameter: Sendable, Hashable {
    var label: String
    var type: String
    var hasDefault: Bool
  }

  init(_ function: FunctionDeclSyntax) {
    let clause = function.signature.parameterClause.parameters
    baseName = function.name.text
    name = function.name.text + Self.words(of: function.genericParameterClause)
    parameters = clause.map { parameter in
      Parameter(
        label: parameter.firstName.text,
        type: Self.words(of: parameter.type) + Self.words(of: parameter.ellipsis),
        hasDefault: parameter.defaultValue != nil)
    }
    outcome =
      Self.words(of: function.signature.effectSpecifiers)
      + Self.result(of: function.signature.returnClause)
    condition = Self.words(of: function.genericWhereClause)
    let list = zip(clause, parameters).map { syntax, parameter in
      [syntax.firstName.text, syntax.secondName?.text].compactMap(\.self).joined(separator: " ")
        + ": \(parameter.type)"
    }
    let isolation = function.modifiers.contains { $0.name.text == "nonisolated" } ? "nonisolated " : ""
    hasAttributes = !function.attributes.isEmpty
    header = "\(isolation)func \(name)(\(list.joined(separator: ", "))) \(outcome) \(condition)"
  }

  /// Whether its result is opaque (`some P`). Swift never takes two such functions for one: neither hides the other.
  public var hasOpaqueResult: Bool { outcome.split(separator: " ").contains("some") }

  /// Whether every call of `other` could mean this function too. Swift takes the two for overloads: it is
  /// at a loss which one is meant, or takes the one with fewer parameters.
  public func replaces(_ other: FunctionSignature) -> Bool {
    guard name == other.name, condition == other.condition, takes(other.parameters[...]) else {
      return false
    }
    return parameters.count > other.parameters.count || outcome != other.outcome
  }

  /// Whether these are its parameters, up to some that have a default value.
  private func takes(_ others: ArraySlice<Parameter>) -> Bool {
    var others = others
    for parameter in parameters {
      if parameter.label == others.first?.label, parameter.type == others.first?.type {
        others.removeFirst()
      } else if !parameter.hasDefault {
        return false
      }
    }
    return others.isEmpty
  }

  private static func result(of clause: ReturnClauseSyntax?) -> String {
    let words = words(of: clause)
    return ["", "-> Void", "-> ( )"].contains(words) ? "" : " " + words
  }

  private static func words(of node: (some SyntaxProtocol)?) -> String {
    node?.tokens(viewMode: .sourceAccurate).map(\.text).joined(separator: " ") ?? ""
  }
}
