internal import SuperposeCells

/// An explanation that the session can add to a compiler message.
struct Hint: Sendable {
  /// The compiler's message, with names in single quotes.
  let message: String
  let chain: Chain
  /// The cells that were loaded when the host died.
  let lost: Chain?

  /// One line, or `nil` if there is nothing to add.
  var line: String? { loss ?? confinement ?? redeclaration }

  private var loss: String? {
    let names = Set((lost?.variables ?? []) + (lost?.declarations ?? []))
    guard let name = quoted.first(where: names.contains) else { return nil }
    return "'\(name)' was lost when the process that runs cells ended. "
      + "\(Style.bold)%restore\(Style.plain) reruns the lost cells."
  }

  private var confinement: String? {
    guard let match = message.firstMatch(of: #/cannot find '(\w+)' in scope/#),
      let label = chain.label(confining: String(match.1))
    else { return nil }
    return "'\(match.1)' was bound by a top-level `guard`, so it is visible only in \(label.lowercased()). "
      + "To use it elsewhere, copy it there: `let kept = \(match.1)`."
  }

  private var redeclaration: String? {
    for name in quoted.flatMap(Self.identifiers) {
      let labels = chain.labels(declaringType: name)
      guard let new = labels.last, let old = labels.last(where: { $0 != new }) else { continue }
      return "\(new) redeclared '\(name)'. Values created with the version from \(old.lowercased()) still "
        + "have the old type; rerun the cells that create them."
    }
    return nil
  }

  /// The quoted parts of the message, such as `[P (cell [1])]`.
  private var quoted: [String] {
    message.split(separator: "'", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
  }

  private static func identifiers(in text: String) -> [String] {
    text.matches(of: #/\w+/#).map { String($0.output) }
  }
}
