internal import SuperposeCells

/// An explanation that the session can add to a compiler message.
struct Hint: Sendable {
  /// The compiler's message, with names in single quotes.
  let message: String
  /// All that the compiler said.
  let errors: [Diagnostic]
  let chain: Chain
  /// The cells that were loaded when the host died.
  let lost: Chain?
  let toolchain: Toolchain
  /// The modules of packages that the notebook has loaded.
  let packageModules: Set<String>
  /// Whether the cell waits for a declaration.
  let isWaiting: Bool

  /// One line, or `nil` if there is nothing to add.
  var line: String? {
    let ofSession: String? = loss ?? moduleName ?? confinement ?? synthesis ?? redeclaration
    return ofSession ?? lostImport ?? otherModule ?? laterType ?? twoModules ?? misplacedMagic
  }

  /// What it is that the compiler does not find, if that is what it says.
  private var missing: String? {
    if let match = message.firstMatch(of: #/cannot find (?:type )?'(\w+)' in scope/#) { return String(match.1) }
    // Foundation's names of other modules' types.
    return message.firstMatch(of: #/type '(\w+)' \(aka 'AnyObject'\) has no member/#).map { String($0.1) }
  }

  /// The name of a module of Superpose, written without its beginning.
  private var moduleName: String? {
    if let match = message.firstMatch(of: #/no such module '(\w+)'/#) {
      return LibraryModules.imported.contains("Superpose\(match.1)")
        ? "The module is called Superpose\(match.1), and every cell imports it already." : nil
    }
    guard let match = message.firstMatch(of: #/type '(\w+)' has no member '(\w+)'/#) else { return nil }
    if packageModules.contains(String(match.1)) {
      return "\(match.1) is a type and a module. To name \(match.2) of the module, write \(match.1)::\(match.2)."
    }
    guard LibraryModules.imported.contains("Superpose\(match.1)") else { return nil }
    return "To name \(match.2) of the module Superpose\(match.1), write Superpose\(match.1).\(match.2)."
  }

  /// A type that a package and another module have.
  private var twoModules: String? {
    guard let match = message.firstMatch(of: #/'(\w+)' is ambiguous for type lookup/#), !packageModules.isEmpty else {
      return nil
    }
    return
      "Two modules declare '\(match.1)'. To say which one you mean, write its module and two colons: Module::\(match.1)."
  }

  private var misplacedMagic: String? {
    let signs = #/'%%?' is not a prefix unary operator|cannot find operator '%%' in scope/#
    guard errors.contains(where: { $0.message.contains(signs) }) else { return nil }
    return "Magics stand on a cell's first line. Only %cd, %env and !COMMAND may follow other lines."
  }

  private var lostImport: String? {
    let gone = (lost?.importedModules ?? []).filter { !chain.importedModules.contains($0) }
    guard missing != nil, !gone.isEmpty else { return nil }
    return "These imports were lost when the cell host stopped: \(gone.joined(separator: ", ")). "
      + "\(Style.bold)%restore\(Style.plain) runs the lost cells again."
  }

  private var otherModule: String? {
    guard let missing, let module = toolchain.module(declaring: missing, besides: chain.known.whole) else {
      return nil
    }
    return "'\(missing)' is in another module: import \(module)"
  }

  private var laterType: String? {
    guard let match = message.firstMatch(of: #/cannot find type '(\w+)' in scope(?!; did you mean)/#) else {
      return nil
    }
    return "Types that need each other belong in one cell."
      + (isWaiting ? " If a later cell declares '\(match.1)', both are compiled together." : "")
  }

  private var synthesis: String? {
    let pattern =
      #/extension outside of file declaring (?:generic )?\w+ '(\w+)' prevents automatic synthesis of .+ for protocol '(\w+)'/#
    guard let match = message.firstMatch(of: pattern),
      let cell = chain.cell(declaringTypeAtAnyDepth: String(match.1))
    else { return nil }
    let wanted = ["Decodable", "Encodable"].contains(String(match.2)) ? "Codable" : String(match.2)
    return "Swift writes these members only where the type is declared: make '\(match.1)' \(wanted) in "
      + "\(cell.title)."
  }

  private var loss: String? {
    let names = Set((lost?.variables ?? []) + (lost?.declarations ?? []))
    guard let name = quoted.first(where: names.contains) else { return nil }
    return "'\(name)' was lost when the process that runs cells ended. "
      + "\(Style.bold)%restore\(Style.plain) reruns the lost cells."
  }

  private var confinement: String? {
    guard let match = message.firstMatch(of: #/cannot find '(\w+)' in scope/#),
      let link = chain.link(confining: String(match.1)), let word = link.source.confined[String(match.1)]
    else { return nil }
    let value = word == .asyncLet ? "await \(match.1)" : "\(match.1)"
    return "'\(match.1)' was bound by a top-level `\(word.rawValue)`, so it is visible only in \(link.title). "
      + "To use it elsewhere, copy it there: `let kept = \(value)`."
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
