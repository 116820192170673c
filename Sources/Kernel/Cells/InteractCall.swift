internal import SwiftSyntax

/// A call of `interact` in a cell, such as `interact(sparsity: 0...0.99, features: 2...12) { … }`.
///
/// Swift has no function that takes any labels. So each call with labels is given the one that it
/// needs, declared before the cell's first line: the user's text stays as it is, and its types are
/// the compiler's.
struct InteractCall: Sendable, Hashable {
  /// The labels of the controls; `nil` for an argument without.
  let labels: [String?]
  /// The label of the closure; `nil` when it trails or has none.
  let closureLabel: String?

  static let name = "interact"

  private static let documentation = """
    /// Controls for the arguments, and what the closure makes of their values: redrawn whenever one
    /// of them moves.

    """

  /// `nil` when `call` is of another function, or one that the library's own function can take.
  init?(_ call: FunctionCallExprSyntax) {
    guard call.calledExpression.as(DeclReferenceExprSyntax.self)?.baseName.text == Self.name else {
      return nil
    }
    var labels = call.arguments.map { $0.label?.text }
    closureLabel = call.trailingClosure == nil ? labels.popLast() ?? nil : nil
    guard labels.contains(where: { $0 != nil }) else { return nil }
    self.labels = labels
  }

  /// The function that the call means, with its documentation.
  var declaration: String {
    let numbers = labels.indices
    let types = numbers.map { "Source\($0 + 1)" }
    let generics = types.map { "\($0): SuperposeWidgets.Adjustable" } + ["Shown"]
    let controls = numbers.map { "\(labels[$0] ?? "_") source\($0 + 1): \(types[$0])" }
    let values = types.map { "\($0).Control.Value" }.joined(separator: ", ")
    let closure =
      "\(closureLabel ?? "_") draw: @escaping @MainActor (\(values)) throws -> Shown"
    let names = labels.map { label in label.map { "\"\($0)\"" } ?? "nil" }
    let sources = numbers.map { "source\($0 + 1)" }
    return Self.documentation + "@MainActor func \(Self.name)<\(generics.joined(separator: ", "))>("
      + (controls + [closure]).joined(separator: ", ") + ") -> SuperposeWidgets.Interaction { "
      + "SuperposeWidgets.Interaction(labels: [\(names.joined(separator: ", "))], "
      + (sources + ["draw: draw"]).joined(separator: ", ") + ") }\n"
  }
}

/// Finds the calls of a cell.
final class InteractCallFinder: SyntaxVisitor {
  private(set) var calls: Set<InteractCall> = []

  override func visit(_ node: FunctionCallExprSyntax) -> SyntaxVisitorContinueKind {
    if let call = InteractCall(node) { calls.insert(call) }
    return .visitChildren
  }
}
