/// A symbol of an older cell whose users are to use one of a newer cell.
public struct Rebinding: Sendable, Codable, Hashable {
  public enum Kind: String, Sendable, Codable {
    /// References in the images' global offset tables.
    case references
    /// A conformance, whose witness table is overwritten: casts have found it and keep it.
    case conformance
  }

  public var from: String
  /// `nil` for a conformance that the newer cell has removed.
  public var to: String?
  public var kind: Kind

  public init(from: String, to: String?, kind: Kind) {
    self.from = from
    self.to = to
    self.kind = kind
  }
}

extension CellImage {
  /// What this image declares as `older` does, name, parameters and result alike.
  ///
  /// What mentions a type of the older cell's own only if this cell has not declared the type again: a new type of
  /// the same name may differ in memory.
  public func rebindings(from older: CellImage) -> [Rebinding] {
    let own = older.unit.name
    let candidates = older.symbols.defined.compactMap { symbol in
      DemangledSymbol(symbol, of: own).map { (symbol: symbol, wanted: $0.moved(to: unit.name), kind: $0.kind) }
    }
    guard !candidates.isEmpty else { return [] }
    let declared = symbols.defined.filter { $0.contains(Mangling.part(for: unit.name)) }
    let symbols = Dictionary(declared.map { (Mangling.demangled($0), $0) }) { first, _ in first }
    return candidates.compactMap { candidate in
      symbols[candidate.wanted].map { Rebinding(from: candidate.symbol, to: $0, kind: candidate.kind) }
    }.sorted { $0.from < $1.from }
  }
}

/// The name of a function, of a member in an extension or of a conformance, in Swift's words.
private struct DemangledSymbol {
  let kind: Rebinding.Kind
  private let prefix: Substring
  private let place: Place
  /// What follows the place.
  private let rest: Substring

  private enum Place {
    case module
    case extensionInModule
    /// A member in an extension of the type, in the type's own module.
    case extensionOfOwnType
    case conformance
  }

  /// - Returns: `nil` for what nothing can be bound to in place of.
  init?(_ symbol: String, of module: String) {
    guard symbol.contains(Mangling.part(for: module)) else { return nil }
    let name = Mangling.demangled(symbol)
    if name.hasPrefix(ConformanceName.prefix), name.hasSuffix(" in \(module)") {
      (kind, prefix, place) = (.conformance, "", .conformance)
      rest = name.dropLast(module.count)
      return
    }
    kind = .references
    prefix = name.prefixMatch(of: #/(?:(?:async function pointer to|default argument \d+ of|static) )*/#)?.output ?? ""
    let subject = name.dropFirst(prefix.count)
    if let rest = subject.removingPrefix("(extension in \(module)):") {
      (place, self.rest) = (.extensionInModule, rest)
    } else if let rest = subject.removingPrefix("\(module).") {
      if rest.prefixMatch(of: Self.function) != nil {
        (place, self.rest) = (.module, rest)
      } else if rest.prefixMatch(of: Self.member) != nil {
        (place, self.rest) = (.extensionOfOwnType, subject)
      } else {
        return nil
      }
    } else {
      return nil
    }
  }

  private static var function: Regex<Substring> {
    #/[^\s.(<]+(?: (?:infix|prefix|postfix))?[(<]|[^\s\w]+ (?:infix|prefix|postfix)\(/#
  }

  /// `Stack.push(`, `Stack.count.getter`, `Vector.+ infix(`
  private static var member: Regex<Substring> {
    #/\w+\.(?:[^\s.(<]+(?:[(<]|\.\w+ : )|[^\s\w]+ (?:infix|prefix|postfix)\()/#
  }

  /// The same name in another module that has not declared the older one's types again.
  func moved(to module: String) -> String {
    switch place {
    case .module: "\(prefix)\(module).\(rest)"
    case .extensionInModule, .extensionOfOwnType: "\(prefix)(extension in \(module)):\(rest)"
    case .conformance: "\(rest)\(module)"
    }
  }
}

extension CellImage {
  /// Whether it refers to a declaration of another cell by other means than `known`.
  public func refers(to name: String, of other: CellImage, besides known: Set<String> = []) -> Bool {
    !references(to: name, of: other).isSubset(of: known)
  }

  /// The symbols by which it refers to a declaration of another cell.
  public func references(to name: String, of other: CellImage) -> Set<String> {
    let part = Mangling.part(for: other.unit.name)
    return symbols.undefined.filter {
      $0.contains(part) && Mangling.demangled($0).mentions(name, of: other.unit.name)
    }
  }

  /// The modules of other cells that it refers to.
  public var referencedModules: Set<String> {
    // A mangled name has its length before it; digits of what follows may stand directly behind it.
    Set(
      symbols.undefined.flatMap { symbol in
        symbol.matches(of: #/(\d+)(Superposecell\d+_\d+)/#).compactMap { match in
          Int(match.output.1).map { String(match.output.2.prefix($0)) }
        }
      })
  }

  /// Whether it refers to anything that another cell declares.
  public func refers(to other: CellImage) -> Bool {
    let part = Mangling.part(for: other.unit.name)
    return symbols.undefined.contains { $0.contains(part) }
  }
}

extension Substring {
  fileprivate func removingPrefix(_ prefix: String) -> Substring? {
    hasPrefix(prefix) ? dropFirst(prefix.count) : nil
  }
}

extension String {
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
