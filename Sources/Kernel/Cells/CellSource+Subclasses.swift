internal import SwiftParser
internal import SwiftSyntax

/// Classes that declare what their base class in another cell keeps private.
///
/// Cells see each other's private members, so Swift takes such a member for an override without the word. Where that
/// happens, the member of the subclass is marked as none, and the base class shows its own as one that is chosen last.
extension CellSource {
  /// The same cell, of whose classes some members override nothing.
  ///
  /// - Parameter places: Where errors say that a member overrides another one.
  package func overridingNothing(at places: [Diagnostic]) -> CellSource {
    let members = ClassMembers.all(in: Parser.parse(source: text)).map(\.bytes)
    let starts = places.compactMap { place in
      let offset = self.offset(line: place.line, column: place.column)
      return members.filter { $0.contains(offset) }.map(\.lowerBound).max()
    }
    let marks = Set(starts).map { Insertion(offset: $0, text: "@_nonoverride ") }
    return inserting(marks, hasMembers: false)
  }

  /// The same cell, of whose classes the private members with these names are chosen last.
  func choosingLast(privateMembers names: Set<String>) -> CellSource {
    let members = ClassMembers.all(in: Parser.parse(source: text))
    let marks = members.filter { AccessWords.isPrivate($0) && !names.isDisjoint(with: AccessWords.names(of: $0)) }
    return inserting(
      marks.map { Insertion(offset: $0.bytes.lowerBound, text: "@_disfavoredOverload ") }, hasMembers: false)
  }
}

/// Finds the members of all classes, those inside of functions and types, too.
private final class ClassMembers: SyntaxVisitor {
  private var members: [DeclSyntax] = []

  static func all(in file: SourceFileSyntax) -> [DeclSyntax] {
    let finder = ClassMembers(viewMode: .sourceAccurate)
    finder.walk(file)
    return finder.members
  }

  override func visit(_ node: ClassDeclSyntax) -> SyntaxVisitorContinueKind {
    members += node.memberBlock.members.map(\.decl)
    return .visitChildren
  }
}
