package import SuperposeEvaluation

/// Sorts candidates by their relevance in a notebook.
///
/// First labels of arguments in the order of the declaration, and what has the type of the argument;
/// then names of the cell being typed, and members that the value's type declares; then members of its
/// protocols and superclasses, earlier cells' names, `Int`, `String` and the like, keywords, the project's modules,
/// the standard library's, C's; last what every type has, such as `hash(into:)`, and names that begin with an
/// underscore. Inside a group they are sorted by name.
package struct CompletionRanking {
  let context: CellContext
  let prefix: String
  let place: Place

  /// Whether the replaced text starts with the dot before the name, so that `maybe.` can become
  /// `maybe?.`.
  let startsAtDot: Bool

  package init(context: CellContext, prefix: String, place: Place = Place(), startsAtDot: Bool = false) {
    self.context = context
    self.prefix = prefix
    self.place = place
    self.startsAtDot = startsAtDot
  }

  /// The context of the position in the text.
  package struct Place {
    /// Whether an opening parenthesis follows.
    var isBeforeParenthesis = false
    /// See ``Cursor/isImplicitMember``.
    var isImplicitMember = false
    /// See ``Cursor/isAtArgument``.
    var isAtArgument = false
    /// See ``Cursor/isBehindImport``.
    var isBehindImport = false
    var expected = Expectation()

    package init(
      isBeforeParenthesis: Bool = false, isImplicitMember: Bool = false, isAtArgument: Bool = false,
      isBehindImport: Bool = false, expected: Expectation = Expectation()
    ) {
      self.isBeforeParenthesis = isBeforeParenthesis
      self.isImplicitMember = isImplicitMember
      self.isAtArgument = isAtArgument
      self.isBehindImport = isBehindImport
      self.expected = expected
    }
  }

  /// More than a string's members with Foundation. While the user continues typing, front ends
  /// filter their list and do not ask again, so candidates that are cut could not be found.
  private static let limit = 500

  /// C's library, whose names are many and short.
  private static let systemModules: Set = ["Glibc", "SwiftGlibc"]

  /// Keywords that are useful at the start of an argument. Others, such as `consume`, would only
  /// hide them.
  private static let keywordsOfArguments: Set = ["await", "false", "nil", "self", "true", "try"]

  /// Modules that the libraries are built from. Their extensions of `String` or `Array` are not meant for cells.
  private static let foundations: Set = [
    "SuperposeAllotment", "SuperposeCellMessages", "SuperposeFiles", "SuperposeFingerprints", "SuperposeJSON",
  ]

  /// Types of the standard library that people write most often.
  private static let everydayTypes: Set = [
    "Array", "Bool", "Character", "Dictionary", "Double", "Float", "Int", "Set", "String", "Void",
  ]

  /// Members of many types that a notebook seldom needs.
  private static let commonMembers: Set = [
    "customMirror", "debugDescription", "description", "encode", "encode(to: ", "hash", "hash(into: &",
    "hashValue", "mimeBundle", "self",
  ]

  /// The best of `candidates`, each text once.
  package func items(from candidates: [CompletionCandidate]) -> [Completions.Item] {
    let ranked = candidates.compactMap(ranked).sorted { $0 < $1 }
    let exact = ranked.filter { $0.item.text.hasScalarPrefix(prefix) }
    var seen: Set<String> = []
    let items = (exact.isEmpty ? ranked : exact).map(\.itemToInsert).filter { seen.insert($0.text).inserted }
    return Array((items + Self.reference(toOverloads: items)).prefix(Self.limit))
  }

  /// The bare name, where all of several items are calls of it, such as `fit()` and `fit(to: `.
  ///
  /// JupyterLab narrows its list to the text that all items begin with, and compares that with each
  /// item only up to the parenthesis. `fit(` would match none of them, and it would show nothing.
  private static func reference(toOverloads items: [Completions.Item]) -> [Completions.Item] {
    guard let first = items.first, items.count > 1,
      let end = first.text.firstIndex(of: "("),
      items.allSatisfy({ $0.text.hasPrefix(first.text[...end]) })
    else { return [] }
    return [Completions.Item(text: String(first.text[..<end]), type: first.type)]
  }

  private struct Ranked: Comparable {
    let item: Completions.Item
    let group: Int
    /// The place of a label in its declaration.
    let order: Int
    /// Newer declarations hide older ones, and whole parameter lists those without the defaults.
    let depth: Int

    /// The text before the name: empty, or the replacement of the dot.
    let connector: String
    private let folded: String

    init(_ item: Completions.Item, group: Int, order: Int, depth: Int, connector: String) {
      self.item = item
      self.group = group
      self.order = order
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
      if (one.group, one.order) != (other.group, other.order) {
        return (one.group, one.order) < (other.group, other.order)
      }
      return (one.folded, one.item.text, one.depth, -one.item.signature.utf8.count)
        < (other.folded, other.item.text, other.depth, -other.item.signature.utf8.count)
    }

    static func == (one: Self, other: Self) -> Bool { !(one < other) && !(other < one) }
  }

  private func ranked(_ candidate: CompletionCandidate) -> Ranked? {
    guard let item = candidate.item(beforeParenthesis: place.isBeforeParenthesis),
      item.type != "module" || !isCell(item.text), fits(candidate, item),
      !candidate.isPrivate || candidate.moduleName.map(isCell) ?? true,
      !Self.foundations.contains(candidate.moduleName ?? ""),
      startsAtDot || !candidate.isOptionalChain
    else { return nil }
    let connector = startsAtDot ? candidate.isOptionalChain ? "?." : "." : ""
    let order = place.expected.labels.firstIndex { item.text == "\($0): " } ?? Int.max
    return Ranked(
      item, group: group(of: candidate, item), order: order, depth: candidate.importDepth ?? 0,
      connector: connector)
  }

  /// Whether the item is useful at this position.
  private func fits(_ candidate: CompletionCandidate, _ item: Completions.Item) -> Bool {
    if candidate.isOfDecodable { return false }
    // Without a letter typed, what cannot be the argument would hide what can.
    if place.isAtArgument, prefix.isEmpty, item.type != "param", !isExpected(candidate),
      !candidate.isNear, let module = candidate.moduleName, !isCell(module)
    {
      return false
    }
    // No value comes from a nested type, nor from a method without its value: `(self: Palette) -> …`.
    if place.isImplicitMember, candidate.isType || item.signature.hasPrefix("(self: ") { return false }
    if place.isAtArgument, item.type == "keyword" { return Self.keywordsOfArguments.contains(item.text) }
    if place.isBehindImport, item.type == "module" {
      return context.importableModules.contains(item.text)
    }
    return true
  }

  /// Whether it has the type of the argument.
  private func isExpected(_ candidate: CompletionCandidate) -> Bool {
    candidate.typeName.map { place.expected.types.contains($0.filter { $0 != " " }) } ?? false
  }

  /// Modules of cells are internal to the kernel, but their private declarations are not hidden.
  private func isCell(_ module: String) -> Bool {
    module == context.moduleName || context.cellModules.contains(module)
  }

  private func group(of candidate: CompletionCandidate, _ item: Completions.Item) -> Int {
    if item.text.hasPrefix("_") && !place.isBehindImport { return 9 }
    if place.isImplicitMember, item.text.hasPrefix("init(") { return 8 }
    if item.type == "param" && item.text.hasSuffix(": ") { return -1 }
    if Self.commonMembers.contains(item.text) || item.signature.hasPrefix("(self: ") { return 8 }
    if place.isAtArgument, isExpected(candidate) { return 0 }
    if item.type == "param" || candidate.isNear { return 1 }
    if candidate.isInherited { return 2 }
    guard let module = candidate.moduleName else {
      return item.type != "keyword" || place.isAtArgument ? 8 : 4
    }
    if module == context.moduleName { return 1 }
    if context.cellModules.contains(module) { return 3 }
    if module == "Swift", Self.everydayTypes.contains(item.text) { return 3 }
    if context.projectModules.contains(module) { return 5 }
    return Self.systemModules.contains(module) ? 7 : 6
  }
}

extension CompletionCandidate {
  /// Whether it is `private` or `fileprivate`. Cells could use it because they bypass access
  /// control. Its mangled name contains a hash of the file.
  fileprivate var isPrivate: Bool { usrs?.contains(#/33_[0-9A-F]{32}LL/#) ?? false }

  /// Whether it is local, or a member of the value's type.
  fileprivate var isNear: Bool {
    switch context {
    case "source.codecompletion.context.local", "source.codecompletion.context.thisclass",
      "source.codecompletion.context.exprspecific":
      true
    default: false
    }
  }

  fileprivate var isType: Bool {
    ["struct", "class", "actor", "enum", "protocol", "typealias"].contains {
      kind == "source.lang.swift.decl.\($0)"
    }
  }

  /// A member that the value's type has from a protocol or a superclass.
  fileprivate var isInherited: Bool { context == "source.codecompletion.context.superclass" }
}

extension String {
  /// Compares Unicode scalars, because an incomplete name may end inside a grapheme.
  fileprivate func hasScalarPrefix(_ prefix: String) -> Bool {
    unicodeScalars.starts(with: prefix.unicodeScalars)
  }
}
