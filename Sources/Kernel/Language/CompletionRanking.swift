import SuperposeEvaluation

/// Puts candidates into the order in which a notebook's user looks for them.
///
/// First the names of the cell being typed and the members of the value before the dot, then
/// earlier cells', the words of the language, the project's modules, the library's, C's; names that
/// begin with an underscore last. Inside a group by name.
struct CompletionRanking {
  let context: CellContext
  let prefix: String
  /// An opening parenthesis follows already.
  let isBeforeParenthesis: Bool

  /// What is replaced begins with the dot before the name, so that `maybe.` can become `maybe?.`.
  var startsAtDot = false

  /// More than a string's members with Foundation. Front ends narrow the list they have while the
  /// user types on and do not ask again, so what is cut could not be found.
  private static let limit = 500

  /// C's library, whose names are many and short.
  private static let systemModules: Set = ["Glibc", "SwiftGlibc", "Musl", "SwiftMusl", "Darwin"]

  /// The best of `candidates`, each text once.
  func items(from candidates: [CompletionCandidate]) -> [Completions.Item] {
    let ranked = candidates.compactMap(ranked).sorted { $0 < $1 }
    let exact = ranked.filter { $0.item.text.hasScalarPrefix(prefix) }
    var seen: Set<String> = []
    let items = (exact.isEmpty ? ranked : exact).map(\.itemToInsert)
    return Array(items.filter { seen.insert($0.text).inserted }.prefix(Self.limit))
  }

  private struct Ranked: Comparable {
    let item: Completions.Item
    let group: Int
    /// Newer declarations hide older ones, and whole parameter lists those without the defaults.
    let depth: Int

    /// What goes before the name: nothing, or what replaces the dot.
    let connector: String
    private let folded: String

    init(_ item: Completions.Item, group: Int, depth: Int, connector: String) {
      self.item = item
      self.group = group
      self.depth = depth
      self.connector = connector
      folded = item.text.lowercased()
    }

    var itemToInsert: Completions.Item {
      var item = item
      item.text = connector + item.text
      return item
    }

    static func < (one: Self, other: Self) -> Bool {
      (one.group, one.folded, one.item.text, one.depth, -one.item.signature.utf8.count)
        < (
          other.group, other.folded, other.item.text, other.depth,
          -other.item.signature.utf8.count
        )
    }

    static func == (one: Self, other: Self) -> Bool { !(one < other) && !(other < one) }
  }

  private func ranked(_ candidate: CompletionCandidate) -> Ranked? {
    guard let item = candidate.item(beforeParenthesis: isBeforeParenthesis),
      item.type != "module" || !isCell(item.text),
      !candidate.isPrivate || candidate.moduleName.map(isCell) ?? true,
      startsAtDot || !candidate.isOptionalChain
    else { return nil }
    let connector = startsAtDot ? candidate.isOptionalChain ? "?." : "." : ""
    return Ranked(
      item, group: group(of: candidate, item), depth: candidate.importDepth ?? 0,
      connector: connector)
  }

  /// Modules of cells are the kernel's own affair; what is private in them is not.
  private func isCell(_ module: String) -> Bool {
    module == context.moduleName || context.cellModules.contains(module)
  }

  private func group(of candidate: CompletionCandidate, _ item: Completions.Item) -> Int {
    if item.text.hasPrefix("_") { return 7 }
    if item.type == "param" || candidate.isNear { return 0 }
    guard let module = candidate.moduleName else { return item.type == "keyword" ? 2 : 6 }
    if module == context.moduleName { return 0 }
    if context.cellModules.contains(module) { return 1 }
    if context.projectModules.contains(module) { return 3 }
    return Self.systemModules.contains(module) ? 5 : 4
  }
}

extension CompletionCandidate {
  /// Declared `private` or `fileprivate`, which cells, who see through access control, could use: the
  /// mangled name then carries a hash of the file.
  fileprivate var isPrivate: Bool { usrs?.contains(#/33_[0-9A-F]{32}LL/#) ?? false }

  /// Local, or a member of the value's own type.
  fileprivate var isNear: Bool {
    switch context {
    case "source.codecompletion.context.local", "source.codecompletion.context.thisclass",
      "source.codecompletion.context.superclass", "source.codecompletion.context.exprspecific":
      true
    default: false
    }
  }
}

extension String {
  /// Scalar by scalar, since half a name may end inside a grapheme.
  fileprivate func hasScalarPrefix(_ prefix: String) -> Bool {
    unicodeScalars.starts(with: prefix.unicodeScalars)
  }
}
