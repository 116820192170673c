internal import SwiftSyntax

/// Names the columns of `Table(models, \.loss, \.weights.norms)` in a cell: a path to a computed property has no name
/// when the program runs. So the compiler is given `Table(models, ["loss": \.loss, "norms": \.weights.norms])`.
final class TableCall: SyntaxVisitor {
  private var insertions: [CellSource.Insertion] = []

  static func insertions(in items: [CodeBlockItemSyntax]) -> [CellSource.Insertion] {
    let finder = TableCall(viewMode: .sourceAccurate)
    for item in items { finder.walk(item.item) }
    return finder.insertions
  }

  override func visit(_ node: FunctionCallExprSyntax) -> SyntaxVisitorContinueKind {
    guard node.calledExpression.as(DeclReferenceExprSyntax.self)?.baseName.text == CellSight.table else {
      return .visitChildren
    }
    let paths = node.arguments.dropFirst().prefix { $0.label == nil }
    let names = paths.compactMap { Self.name(of: $0.expression) }
    guard node.arguments.first?.label == nil, !paths.isEmpty, names.count == paths.count else { return .visitChildren }
    for (index, (path, name)) in zip(paths, names).enumerated() {
      let text = "\(index == 0 ? "[" : "")\"\(name)\": "
      insertions.append(.init(offset: path.expression.bytes.lowerBound, text: text))
    }
    if let last = paths.last { insertions.append(.init(offset: last.expression.bytes.upperBound, text: "]")) }
    return .visitChildren
  }

  /// The name of a key path's last property; `nil` if the expression is not a key path to a property.
  private static func name(of expression: ExprSyntax) -> String? {
    guard let path = expression.as(KeyPathExprSyntax.self) else { return nil }
    let names = path.components.compactMap { component -> String? in
      if case .property(let property) = component.component { return property.declName.baseName.text }
      return nil
    }
    return names.last
  }
}
