/// A name at a place in code.
package struct CodeName: Equatable {
  package var text: String
  /// Whether a dot stands before it.
  package var isMember: Bool
  /// Whether a colon stands behind it, as behind a label.
  package var isLabel: Bool
  /// Whether it is in braces, where the name may be of something local.
  package var isInBraces: Bool

  /// - Parameter cursor: In Unicode scalars; the name may end there.
  package init?(in code: String, at cursor: Int) {
    let scalars = Array(code.unicodeScalars)
    guard (0...scalars.count).contains(cursor) else { return nil }
    let start = scalars[..<cursor].lastIndex { !$0.isPartOfName }.map { $0 + 1 } ?? 0
    let end = scalars[cursor...].firstIndex { !$0.isPartOfName } ?? scalars.count
    guard start < end else { return nil }
    text = String(String.UnicodeScalarView(scalars[start..<end]))
    isMember = start > 0 && scalars[start - 1] == "."
    isLabel = end < scalars.count && scalars[end] == ":"
    let before = scalars[..<start]
    isInBraces = before.count { $0 == "{" } > before.count { $0 == "}" }
  }

  /// The name, if it can be that of a variable of the notebook.
  package var variable: String? { isMember || isLabel || isInBraces ? nil : text }
}

extension Unicode.Scalar {
  fileprivate var isPartOfName: Bool { self == "_" || properties.isIDContinue }
}
