/// A symbol of an older cell whose users are to use one of a newer cell.
public struct Rebinding: Sendable, Codable, Hashable {
  public enum Kind: String, Sendable, Codable {
    /// References in the images' global offset tables.
    case references
    /// A conformance, whose witness table is overwritten: casts have found it and keep it.
    case conformance
  }

  public var from: String
  public var to: String
  public var kind: Kind

  public init(from: String, to: String, kind: Kind) {
    self.from = from
    self.to = to
    self.kind = kind
  }
}

extension CellImage {
  /// What this image declares as `older` does, name, parameters and result alike.
  ///
  /// Only what mentions no type of the older cell's own: a new type of the same name may differ in memory.
  public func rebindings(from older: CellImage) -> [Rebinding] {
    let own = older.unit.name
    return older.symbols.defined.compactMap { name in
      guard let moved = Mangling.moved(name, from: own, to: unit.name), symbols.defined.contains(moved)
      else { return nil }
      return Self.kind(of: Mangling.demangled(name), in: own).map { Rebinding(from: name, to: moved, kind: $0) }
    }.sorted { $0.from < $1.from }
  }

  private static func kind(of name: String, in module: String) -> Rebinding.Kind? {
    if let match = name.wholeMatch(of: #/protocol conformance descriptor for (.+) in (\w+)/#) {
      return match.2 == module && !match.1.contains("\(module).") ? .conformance : nil
    }
    let subject = name.replacing(#/^(async function pointer to |default argument \d+ of )/#, with: "")
    if let rest = subject.removingPrefix("(extension in \(module)):") {
      return rest.contains("\(module).") ? nil : .references
    }
    guard let rest = subject.removingPrefix("\(module)."), !rest.contains("\(module)."),
      rest.prefixMatch(of: #/[^\s.(<]+(?: (?:infix|prefix|postfix))?[(<]|[^\s\w]+ (?:infix|prefix|postfix)\(/#) != nil
    else { return nil }
    return .references
  }
}

extension CellImage {
  /// Whether it refers to a declaration of another cell by other means than `known`.
  public func refers(to name: String, of other: CellImage, besides known: Set<String> = []) -> Bool {
    let part = Mangling.part(for: other.unit.name)
    return symbols.undefined.contains { symbol in
      guard symbol.contains(part), !known.contains(symbol) else { return false }
      return Mangling.demangled(symbol).mentions(name, of: other.unit.name)
    }
  }

  /// The modules of other cells that it refers to.
  public var referencedModules: Set<String> {
    // A mangled name has its length before it; digits of what follows may stand directly behind it.
    Set(
      symbols.undefined.flatMap { symbol in
        symbol.matches(of: #/(\d+)(Cell\d+_\d+)/#).compactMap { match in
          Int(match.output.1).map { String(match.output.2.prefix($0)) }
        }
      })
  }

  /// Whether it refers to anything that another cell declares.
  public func refers(to other: CellImage) -> Bool {
    let part = Mangling.part(for: other.unit.name)
    return symbols.undefined.contains { $0.contains(part) }
  }

  /// The symbol of one of its stored variables.
  public func symbol(ofVariable name: String) -> String? {
    let wanted = "\(unit.name).\(name) : "
    return symbols.defined.first { $0.hasSuffix("vp") && Mangling.demangled($0).hasPrefix(wanted) }
  }
}

extension String {
  fileprivate func removingPrefix(_ prefix: String) -> Substring? {
    hasPrefix(prefix) ? dropFirst(prefix.count) : nil
  }

  /// Whether `Module.name` stands in a demangled name.
  fileprivate func mentions(_ name: String, of module: String) -> Bool {
    let wanted = "\(module).\(name)"
    var rest = self[...]
    while let range = rest.firstRange(of: wanted) {
      let next = range.upperBound == rest.endIndex ? nil : rest[range.upperBound]
      if next.map({ !($0.isLetter || $0.isNumber || $0 == "_") }) ?? true { return true }
      rest = rest[range.upperBound...]
    }
    return false
  }
}
