/// The name of a conformance in an image, in Swift's words.
struct ConformanceName {
  static let prefix = "protocol conformance descriptor for "

  /// `Superposecell1_1.S : Swift.Hashable`
  let words: Substring
  /// The module of the type, and the type; of a nested one the outermost.
  let module: Substring
  let type: Substring

  /// - Parameters:
  ///   - symbol: A mangled name.
  ///   - declarer: The module that declares the conformance.
  /// - Returns: `nil` if the symbol is none of a conformance that `declarer` declares.
  init?(_ symbol: String, in declarer: String) {
    // Most symbols are others: to demangle them all would take long.
    guard symbol.hasSuffix("Mc") else { return nil }
    let name = Mangling.demangled(symbol)
    guard name.hasPrefix(Self.prefix), name.hasSuffix(" in \(declarer)") else { return nil }
    words = name.dropFirst(Self.prefix.count).dropLast(" in ".count + declarer.count)
    guard let place = words.withoutGenericPrefix.prefixMatch(of: #/(\w+)\.(\w+)/#)?.output else { return nil }
    (module, type) = (place.1, place.2)
  }
}

extension CellImage {
  /// The conformances of an older run of its cell that it does not declare any more, by their symbols.
  ///
  /// - Parameter isCurrent: Whether the type that a module declares is still that of its name.
  public func removedConformances(
    of older: CellImage, isCurrent: (_ type: Substring, _ module: Substring) -> Bool
  ) -> [String] {
    let own = conformances
    guard !older.conformances.isEmpty else { return [] }
    let words = Set(own.map(\.name.words))
    return older.conformances.filter { _, name in
      !words.contains(name.words) && isCurrent(name.type, name.module)
    }.map(\.symbol).sorted()
  }

  private var conformances: [(symbol: String, name: ConformanceName)] {
    symbols.defined.compactMap { symbol in ConformanceName(symbol, in: unit.name).map { (symbol, $0) } }
  }
}

extension Substring {
  /// `<A where A: Swift.Comparable> M.G<A>` as `M.G<A>`.
  fileprivate var withoutGenericPrefix: Substring {
    guard first == "<" else { return self }
    var depth = 0
    for index in indices {
      // An arrow is no bracket.
      if self[index] == "<" { depth += 1 }
      if self[index] == ">", index == startIndex || self[self.index(before: index)] != "-" { depth -= 1 }
      if depth == 0 { return self[self.index(after: index)...].drop { $0 == " " } }
    }
    return self
  }
}
