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
  /// by them.
  fileprivate var withoutAddresses: String {
    guard contains("0x") || contains("(unknown context at $") else { return self }
    return replacing(#/\(unknown context at \$[0-9a-f]+\)\./#, with: "")
      .replacing(#/<computed 0x[0-9a-f]+ /#, with: "<computed ")
  }
}

/// A collection that reflection does not see into.
private protocol HiddenElements {
  var elements: [Any] { get }
}

extension InlineArray: HiddenElements {
  var elements: [Any] { indices.map { self[$0] } }
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
  /// Objects may refer to each other.
  private static let depthLimit = 3
  /// A list of enum cases, each of which holds the next, may be as long as it wants; the stack is not.
  private static let nestingLimit = 100

  /// Whether reflection tells nothing of a stored value: Swift writes `(Opaque Value)` or `(Unknown)`.
  private static func isHidden(_ part: Any) -> Bool {
    part is any HiddenElements || isOpaque(part)
  }

  private static func isOpaque(_ part: Any) -> Bool {
    let mirror = Mirror(reflecting: part)
    guard mirror.displayStyle == nil, mirror.children.isEmpty else { return false }
    return ["(Opaque Value)", "(Unknown)"].contains(String(describing: part))
  }

  /// Whether Swift's default description is inadequate: for long collections, and for class
  /// instances, where it prints only the class name.
  var isOwn: Bool {
    if value is any HiddenElements { return true }
    return switch mirror.displayStyle {
    case .collection, .set: mirror.children.count > Self.elementLimit
    // Its own order differs in each run.
    case .dictionary: true
    case .class: !describesItself
    case .struct:
      value is any RegexComponent || !describesItself && mirror.children.contains { Self.isHidden($0.value) }
    default: false
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
    case .struct, .enum: if describesItself { return 0 }
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
    if value is any HiddenElements { return nested }
    return switch mirror.displayStyle {
    case .collection, .set, .dictionary, .optional, .tuple: nested
    case _ where describesItself: String(describing: value)
    case .enum: enumCase
    default: nested
    }
  }

  private var nested: String {
    // Of a regular expression only its program is known, which is of no use to anyone.
    if value is any RegexComponent, !describesItself { return typeName }
    if let hidden = value as? any HiddenElements {
      return "[\(Description(of: hidden.elements, depth: depth, nesting: nesting, allowance: allowance).members)]"
    }
    if mirror.displayStyle == .struct, !describesItself, !mirror.children.isEmpty,
      mirror.children.allSatisfy({ Self.isOpaque($0.value) })
    {
      return typeName
    }
    switch mirror.displayStyle {
    case .collection, .set: return "[\(members)]"
    case .dictionary: return mirror.children.isEmpty ? "[:]" : "[\(entries)]"
    case .optional: return mirror.children.first.map { "Optional(\(text(of: $0.value)))" } ?? "nil"
    case .tuple: return "(\(members))"
    case _ where describesItself: return String(reflecting: value)
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

  private var describesItself: Bool {
    value is any CustomStringConvertible || value is any CustomDebugStringConvertible
  }

  /// In the order of the keys' text; of long dictionaries those that come first in memory.
  private var entries: String {
    let shown = mirror.children.prefix(Self.elementLimit).map { entry in
      Mirror(reflecting: entry.value).children.map { text(of: $0.value) }
    }
    return joined(
      shown.sorted { Self.isOrdered($0[0], $1[0]) }.map { $0.joined(separator: ": ") })
  }

  /// Numbers by their value, everything else by its text.
  private static func isOrdered(_ one: String, _ other: String) -> Bool {
    if let first = Double(one), let second = Double(other) { return first < second }
    return one < other
  }

  /// The stored properties, or the elements.
  private var members: String {
    listed { child in
      let label = child.label.flatMap { $0.hasPrefix(".") ? nil : "\($0): " } ?? ""
      return label + text(of: child.value)
    }
  }

  private func listed(_ text: (Mirror.Child) -> String) -> String {
    var shown: [String] = []
    // The first part of an actor is what the runtime needs of it.
    for child in mirror.children.prefix(Self.elementLimit) where child.label != "$defaultActor" {
      if allowance.rest <= 0 { break }
      shown.append(text(child))
    }
    return joined(shown)
  }

  private func joined(_ shown: [String]) -> String {
    let isActor = mirror.displayStyle == .class && mirror.children.first?.label == "$defaultActor"
    let count = mirror.children.count - (isActor ? 1 : 0)
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
