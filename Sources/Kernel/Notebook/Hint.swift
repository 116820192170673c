internal import SuperposeCells

/// What the compiler's words leave to guess and the session knows.
struct Hint: Sendable {
  /// The compiler's words, names in single quotes.
  let message: String
  let chain: Chain
  /// What the host took along when it died.
  let lost: Chain?

  /// One line, or `nil` where there is nothing to add.
  var line: String? { loss ?? confinement ?? redeclaration }

  private var loss: String? {
    let names = Set((lost?.variables ?? []) + (lost?.declarations ?? []))
    guard let name = quoted.first(where: names.contains) else { return nil }
    return "'\(name)' was lost when the cell host stopped. "
      + "\(Style.bold)%restore\(Style.plain) runs the lost cells again."
  }

  private var confinement: String? {
    guard let match = message.firstMatch(of: #/cannot find '(\w+)' in scope/#),
      let label = chain.label(confining: String(match.1))
    else { return nil }
    return "'\(match.1)' is known in \(label.lowercased()) only: Swift keeps what a top-level guard binds to "
      + "its own file. Give it to a variable there, such as let kept = \(match.1)."
  }

  private var redeclaration: String? {
    for name in quoted.flatMap(Self.identifiers) {
      let labels = chain.labels(declaringType: name)
      guard let new = labels.last, let old = labels.last(where: { $0 != new }) else { continue }
      return "\(new) has declared '\(name)' anew. What was made with the one of \(old.lowercased()) keeps "
        + "that one: run those cells again."
    }
    return nil
  }

  /// What stands in quotes, such as `[P (cell [1])]`.
  private var quoted: [String] {
    message.split(separator: "'", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
  }

  private static func identifiers(in text: String) -> [String] {
    text.matches(of: #/\w+/#).map { String($0.output) }
  }
}
