/// The bare value: strings in quotes as in the REPL, everything else by its description.
///
/// Swift's descriptions contain the module of every type inside another value, which is a generated
/// name in a notebook: `[Cell4.Side.left(3)]`. Here it is `[Side.left(3)]`. Of more than 1,000
/// elements only the first ones and the number are shown. What contains very many elements in all is cut
/// like that too, so that the time does not grow with it.
public func plainText<Value>(of value: Value) -> String {
  // Checks the type, because `as` would look inside optionals.
  let type = type(of: value as Any)
  if type == String.self || type == Substring.self || type == Character.self {
    return shortText(of: String(describing: value))
  }
  let description = Description(of: value)
  if description.isOwn { return description.outermost.shortened }
  if description.isVast { return description.outermost.withoutAddresses.shortened }
  let text = String(describing: value)
  let isLong = text.utf8.count > textMaximum
  return (isLong || text.mayNameModules ? description.outermost : text).withoutAddresses.shortened
}

/// ``plainText(of:)`` in one line of at most `length` characters. Of long collections only so much is described.
func line(of value: Any, length: Int) -> String {
  let allowance = Description.Allowance(length)
  let text =
    value is any StringProtocol ? plainText(of: value) : Description(of: value, allowance: allowance).outermost
  let line = text.withoutAddresses.split(whereSeparator: \.isNewline).joined(separator: " ")
  return line.count > length ? line.prefix(length - 1) + "…" : line
}

private let textLimit = 20_000
/// The bytes of a description above which it is cut to ``textLimit``.
private let textMaximum = 100_000

/// A text in quotes; of a long one the beginning, and how long it is.
private func shortText(of text: String) -> String {
  guard text.utf8.count > textLimit else { return String(reflecting: text) }
  return String(reflecting: String(text.prefix(textLimit / 4))) + "… (\(text.count) characters)"
}

extension String {
  /// The beginning of a very long description, and how long it is.
  fileprivate var shortened: String {
    utf8.count > textMaximum ? "\(prefix(textLimit))… (\(count) characters)" : self
  }

  /// Without places in memory, which differ from run to run: Swift names local types and some key paths
  /// by them, and Foundation its objects.
  fileprivate var withoutAddresses: String {
    guard contains("0x") || contains("(unknown context at $") else { return self }
    return replacing(#/\(unknown context at \$[0-9a-f]+\)\./#, with: "")
      .replacing(#/<computed 0x[0-9a-f]+ /#, with: "<computed ")
      .replacing(#/<(\w+): 0x[0-9a-f]{16}>/#) { String($0.1) }
  }
}

extension String {
  /// Whether the text has a name, a dot and a capital letter in a row.
  fileprivate var mayNameModules: Bool {
    var previous: (UInt8, UInt8) = (0, 0)
    for byte in utf8 {
      let isCapital = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      if isCapital, previous.1 == UInt8(ascii: "."), previous.0.isPartOfName { return true }
      previous = (previous.1, byte)
    }
    return false
  }
}

extension UInt8 {
  fileprivate var isPartOfName: Bool {
    switch self {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: self >= 0x80
    }
  }
}

/// Swift's description of a value, without module names.
private struct Description {
  let value: Any
  let mirror: Mirror
  /// The nesting depth in objects.
  let depth: Int
  /// How many values it is inside of.
  let nesting: Int
  /// How many more elements are described.
  let allowance: Allowance

  init(of value: Any, depth: Int = 0, nesting: Int = 0, allowance: Allowance = Allowance()) {
    self.value = value
    self.depth = depth
    self.nesting = nesting
    self.allowance = allowance
    mirror = Mirror(reflecting: value)
  }

  /// Shared by a description and those of its parts. The text is cut to ``textLimit`` bytes, and each element
  /// gives at least one.
  final class Allowance {
    var rest: Int
    init(_ rest: Int = textLimit) { self.rest = rest }
  }

  private static let elementLimit = 1000
  /// How many elements of a collection are looked at to see whether Swift's own description will do.
  private static let lookedAt = 8
  /// Objects may refer to each other.
  private static let depthLimit = 3
  /// A list of enum cases, each of which holds the next, may be as long as it wants; the stack is not.
  private static let nestingLimit = 100

  /// Whether reflection tells nothing of a stored value: Swift writes `(Opaque Value)` or `(Unknown)`.
  private static func isOpaque(_ part: Any) -> Bool {
    let mirror = Mirror(reflecting: part)
    guard mirror.displayStyle == nil, mirror.children.isEmpty else { return false }
    return ["(Opaque Value)", "(Unknown)"].contains(String(describing: part))
  }

  /// Whether Swift's default description is inadequate: for long collections, for class instances, where it
  /// prints only the class name, and for values that show how they work, also inside others.
  var isOwn: Bool { isOwn(levels: 3) }

  private func isOwn(levels: Int) -> Bool {
    if standard != nil { return true }
    switch mirror.displayStyle {
    case .collection, .set: if mirror.children.count > Self.elementLimit { return true }
    // Its own order differs in each run.
    case .dictionary: return true
    case .class: return !isSelfDescribing
    case .struct:
      if isSelfDescribing { return value is any RegexComponent }
      if value is any RegexComponent || mirror.renamesParts { return true }
    case .enum where isSelfDescribing: return false
    case .enum, .optional, .tuple: break
    default: return false
    }
    let looked = mirror.displayStyle == .collection || mirror.displayStyle == .set ? Self.lookedAt : .max
    return levels > 0
      && mirror.children.prefix(looked).contains {
        Self.isOpaque($0.value) || Description(of: $0.value).isOwn(levels: levels - 1)
      }
  }

  /// Whether it has so many elements that its text is certainly cut: each takes three bytes with its comma.
  /// Or whether it nests more deeply than is described.
  var isVast: Bool { elements(below: textMaximum / 3) == nil }

  /// The number of elements of collections in the value; `nil` from `limit` on, or where it nests too deeply.
  private func elements(below limit: Int) -> Int? {
    var count = 0
    switch mirror.displayStyle {
    case .collection, .set, .dictionary: count = mirror.children.count
    case .optional, .tuple: break
    case .struct, .enum: if isSelfDescribing { return 0 }
    default: return 0
    }
    guard count < limit, nesting <= Self.nestingLimit else { return nil }
    for child in mirror.children {
      let part = Description(of: child.value, nesting: nesting + 1)
      guard let inner = part.elements(below: limit - count) else { return nil }
      count += inner
    }
    return count
  }

  /// The description of a top-level value: only the case of an enum, and `description` rather than
  /// `debugDescription`.
  var outermost: String {
    if standard != nil { return nested }
    return switch mirror.displayStyle {
    case .collection, .set, .dictionary, .optional, .tuple: nested
    case _ where isSelfDescribing: String(describing: value)
    case .enum: enumCase
    default: nested
    }
  }

  private var nested: String {
    // Of a regular expression only its program is known, which is of no use to anyone.
    if value is any RegexComponent, !isSelfDescribing { return typeName }
    switch standard {
    case .elements(let hidden):
      let first = hidden.firstElements(Self.elementLimit).map { (label: String?.none, value: $0) }
      return "[\(listed(first, of: hidden.elementCount))]"
    case .brief(let brief): return brief.brief(text(of:))
    case .implementation: return typeName
    case nil: break
    }
    if mirror.displayStyle == .struct, !isSelfDescribing, !mirror.children.isEmpty,
      mirror.children.allSatisfy({ Self.isOpaque($0.value) })
    {
      return typeName
    }
    switch mirror.displayStyle {
    case .collection, .set: return "[\(members)]"
    case .dictionary: return mirror.children.isEmpty ? "[:]" : "[\(entries)]"
    case .optional: return mirror.children.first.map { "Optional(\(text(of: $0.value)))" } ?? "nil"
    case .tuple: return "(\(members))"
    case _ where isSelfDescribing: return String(reflecting: value)
    case .class where depth == Self.depthLimit: return "\(typeName)(…)"
    case .struct, .class: return "\(typeName)(\(members))"
    case .enum: return "\(typeName).\(enumCase)"
    default: return String(describing: value)
    }
  }

  private func text(of part: Any) -> String {
    allowance.rest -= 1
    guard nesting < Self.nestingLimit else { return "…" }
    return Description(
      of: part, depth: depth + (mirror.displayStyle == .class ? 1 : 0), nesting: nesting + 1, allowance: allowance
    ).nested
  }

  private var typeName: String { String(describing: type(of: value)) }

  private var isSelfDescribing: Bool { describesItself(value) }

  private var standard: StandardValue? { StandardValue(value, mirror) }

  /// In the order of the keys' text; of long dictionaries those that come first in memory.
  private var entries: String {
    let shown = mirror.children.prefix(Self.elementLimit).map { entry in
      Mirror(reflecting: entry.value).children.map { text(of: $0.value) }
    }
    return joined(
      shown.sorted { Self.isOrdered($0[0], $1[0]) }.map { $0.joined(separator: ": ") }, of: mirror.children.count)
  }

  /// Numbers by their value, everything else by its text.
  private static func isOrdered(_ one: String, _ other: String) -> Bool {
    if let first = Double(one), let second = Double(other) { return first < second }
    return one < other
  }

  /// The stored properties, or the elements.
  private var members: String {
    switch mirror.displayStyle {
    case .struct, .class:
      let parts = mirror.declaredParts
      return listed(parts.prefix(Self.elementLimit), of: parts.count)
    default: return listed(mirror.children.prefix(Self.elementLimit), of: mirror.children.count)
    }
  }

  private func listed(_ parts: some Sequence<Mirror.Child>, of count: Int) -> String {
    var shown: [String] = []
    for part in parts {
      if allowance.rest <= 0 { break }
      let label = part.label.flatMap { $0.hasPrefix(".") ? nil : "\($0): " } ?? ""
      shown.append(label + text(of: part.value))
    }
    return joined(shown, of: count)
  }

  private func joined(_ shown: [String], of count: Int) -> String {
    let rest = count > shown.count ? ["… \(count) in all"] : []
    return (shown + rest).joined(separator: ", ")
  }

  private var enumCase: String {
    guard let payload = mirror.children.first else { return String(describing: value) }
    let text = text(of: payload.value)
    let isTuple = Mirror(reflecting: payload.value).displayStyle == .tuple
    return (payload.label ?? "") + (isTuple ? text : "(\(text))")
  }
}
