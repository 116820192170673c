extension Diagnostic {
  /// The name that the compiler does not find, and what it looked for.
  package struct MissingName: Equatable {
    package enum Kind { case global, type, member, module }

    package var name: String
    package var kind: Kind
  }

  /// The name that the compiler does not find, if that is what it says.
  package var missingName: MissingName? {
    if let match = message.wholeMatch(of: #/cannot find (type )?'(\w+)' in scope/#) {
      return MissingName(name: String(match.2), kind: match.1 == nil ? .global : .type)
    }
    if let match = message.wholeMatch(of: #/no such module '(\w+)'/#) {
      return MissingName(name: String(match.1), kind: .module)
    }
    let member = message.wholeMatch(of: #/.* has no (?:static |class )?member '(\w+)'/#)
    return member.map { MissingName(name: String($0.1), kind: .member) }
  }

  /// Removes the suggestion at the end of the compiler's sentence. It may name what is not near, or what cells cannot use;
  /// a note about it follows.
  mutating func takeSuggestion() {
    guard let match = message.firstMatch(of: #/; did you mean '(\w+)'\?$/#) else { return }
    message.removeSubrange(match.range)
    // The last mark is the suggestion as a fix-it.
    if marks.last?.contains(where: { $0.isLetter }) == true { marks.removeLast() }
  }

  /// Keeps what a note suggests, instead of the note.
  ///
  /// - Returns: Whether the note is a suggestion.
  mutating func takeSuggestion(of note: Diagnostic, label: String) -> Bool {
    guard let match = note.message.wholeMatch(of: #/(did you mean )?'(\w+)'(?:\?| declared here)/#)
    else { return false }
    // Of `self` outside of a type, the sentence says what is wrong, and what is spelt alike is of no help.
    guard missingName != nil else { return match.1 != nil && message.hasPrefix("cannot find ") }
    let name = String(match.2)
    if note.file.isEmpty || note.file == label {
      suggestions.append(Suggestion(name: name, isOwn: true))
    } else if note.isUsable, !name.hasPrefix("_") {
      suggestions.append(Suggestion(name: name, isOwn: false))
    }
    return true
  }

  /// Whether the note shows a declaration that cells can use. The compiler also suggests what is internal to libraries.
  private var isUsable: Bool { source.contains(#/\b(public|open)\b|^\s*case /#) }
}

/// What might be meant by a name that the compiler does not find.
struct Suggestion: Sendable, Equatable {
  var name: String
  /// Whether a cell declares it.
  var isOwn: Bool
}

extension CompileFailure {
  /// Whether there is a type that the compiler does not find. It suggests none.
  public var missesTypes: Bool { diagnostics.contains { $0.missingName?.kind == .type } }

  /// The same refusal, in which each error about a name that does not exist says which one might be meant.
  ///
  /// - Parameters:
  ///   - own: What cells declare. The compiler sees only what a cell mentions.
  ///   - types: Names of types in libraries.
  ///   - modules: What cells can import.
  public func suggesting(_ own: [String], types: Set<String>, modules: [String]) -> CompileFailure {
    CompileFailure(
      diagnostics: diagnostics.map { $0.suggesting(own, types: types, modules: modules) }, output: output)
  }
}

extension Diagnostic {
  fileprivate func suggesting(_ own: [String], types: Set<String>, modules: [String]) -> Diagnostic {
    guard let missing = missingName else { return self }
    // A variable is no misspelt type of a library: `result` does not mean `Result`.
    let isCapital = missing.name.first?.isUppercase == true
    func isAlike(_ name: String) -> Bool { (name.first?.isUppercase == true) == isCapital }
    var candidates = suggestions.filter { $0.isOwn || isAlike($0.name) }.map(\.name)
    switch missing.kind {
    case .global: candidates += own
    case .type: candidates += own.filter(isAlike) + types
    case .member: break
    // Nobody needs to import `Swift`.
    case .module: candidates += modules.filter { $0 != "Swift" }
    }
    let names = Spelling.nearest(to: missing.name, among: candidates, slack: missing.kind == .member ? 1 : 0)
      .prefix(3)
    guard !names.isEmpty else { return self }
    var corrected = self
    corrected.message += "; did you mean \(names.map { "'\($0)'" }.joined(separator: " or "))?"
    return corrected
  }
}
