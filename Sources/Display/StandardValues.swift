/// A collection without parts of its own: reflection does not see its elements, or sees the collections that it is
/// made of.
protocol HiddenElements {
  var elementCount: Int { get }
  func firstElements(_ limit: Int) -> [Any]
}

extension HiddenElements where Self: Collection {
  var elementCount: Int { count }
  func firstElements(_ limit: Int) -> [Any] { prefix(limit).map { $0 } }
}

extension InlineArray: HiddenElements {
  var elementCount: Int { count }
  func firstElements(_ limit: Int) -> [Any] { indices.prefix(limit).map { self[$0] } }
}

extension Zip2Sequence: HiddenElements where Sequence1: Collection, Sequence2: Collection {
  // Of two collections this is the exact number.
  var elementCount: Int { underestimatedCount }
  func firstElements(_ limit: Int) -> [Any] { prefix(limit).map { $0 } }
}

extension AnyCollection: HiddenElements {}
extension EnumeratedSequence: HiddenElements where Base: Collection {}
extension FlattenSequence: HiddenElements where Base: Collection, Base.Element: Collection {}
extension ReversedCollection: HiddenElements {}

/// A value of which Swift shows the stored properties, although Swift's notation says it in short, or whose own
/// description says too little.
protocol BriefText {
  /// `text` describes a part.
  func brief(_ text: (Any) -> String) -> String
}

extension PartialRangeFrom: BriefText {
  func brief(_ text: (Any) -> String) -> String { "\(text(lowerBound))..." }
}

extension PartialRangeThrough: BriefText {
  func brief(_ text: (Any) -> String) -> String { "...\(text(upperBound))" }
}

extension PartialRangeUpTo: BriefText {
  func brief(_ text: (Any) -> String) -> String { "..<\(text(upperBound))" }
}

extension Regex.Match: BriefText {
  func brief(_ text: (Any) -> String) -> String {
    let found = text(output)
    return found.hasPrefix("(") ? "Match\(found)" : "Match(\(found))"
  }
}

extension AnyRegexOutput: BriefText {
  func brief(_ text: (Any) -> String) -> String {
    "(\(map { $0.substring.map(text) ?? "nil" }.joined(separator: ", ")))"
  }
}

extension StrideThrough: BriefText {
  func brief(_ text: (Any) -> String) -> String { strideText(self, text) }
}

extension StrideTo: BriefText {
  func brief(_ text: (Any) -> String) -> String { strideText(self, text) }
}

private func strideText(_ stride: Any, _ text: (Any) -> String) -> String {
  let parts = Mirror(reflecting: stride).children.map { "\($0.label ?? ""): \(text($0.value))" }
  return "stride(\(parts.joined(separator: ", ")))"
}

/// What is known of a value of Swift's own modules and Foundation's that does not describe itself.
enum StandardValue {
  case elements(any HiddenElements)
  case brief(any BriefText)
  /// Only its type says something: its parts are how it works, such as the buffer of a stream.
  case implementation

  /// `nil` for values that show what they are.
  init?(_ value: Any, _ mirror: Mirror) {
    // Casts would look inside.
    guard mirror.displayStyle != .optional else { return nil }
    if let brief = value as? any BriefText {
      self = .brief(brief)
      return
    }
    guard !describesItself(value) else { return nil }
    if let hidden = value as? any HiddenElements, !Self.isLazy(value) {
      self = .elements(hidden)
    } else if mirror.displayStyle == .struct || mirror.displayStyle == .class, Self.isImplementation(mirror),
      isStandard(mirror.subjectType)
    {
      self = .implementation
    } else {
      return nil
    }
  }

  /// Whether elements are computed by functions of the user, which are not called for a text.
  private static func isLazy(_ value: Any) -> Bool {
    String(describing: type(of: value)).contains(#/\bLazy\w*Sequence</#)
  }

  private static func isImplementation(_ mirror: Mirror) -> Bool {
    mirror.children.contains { label, value in
      let isInternal = label?.hasPrefix("_") == true || String(describing: type(of: value)).hasPrefix("_")
      return isInternal && !describesItself(value)
    }
  }
}

func describesItself(_ value: Any) -> Bool {
  value is any CustomStringConvertible || value is any CustomDebugStringConvertible
}

/// Whether a type comes with Swift.
private func isStandard(_ type: Any.Type) -> Bool {
  standardModules.contains(String(String(reflecting: type).prefix { $0 != "." }))
}

private let standardModules: Set = [
  "Dispatch", "Foundation", "FoundationEssentials", "FoundationInternationalization", "Observation", "Swift",
  "Synchronization", "Testing", "XCTest", "_Concurrency", "_StringProcessing",
]

extension Mirror {
  /// The stored properties that someone declared, first those of superclasses, by their own names: without what
  /// actors, `lazy` and `@Observable` add.
  var declaredParts: [Child] {
    let inherited = superclassMirror.flatMap { isStandard($0.subjectType) ? nil : $0.declaredParts } ?? []
    let isObserved = children.contains { $0.label == Self.registrar }
    return inherited + children.filter { !Self.added.contains($0.label ?? "") }.map { Self.renamed($0, isObserved) }
  }

  /// Whether parts have other names than in the source, or none.
  var renamesParts: Bool { children.contains { $0.label?.contains("$") == true } }

  private static func renamed(_ part: Child, _ isObserved: Bool) -> Child {
    guard let label = part.label else { return part }
    if label.hasPrefix(lazy) { return (String(label.dropFirst(lazy.count)), part.value) }
    return isObserved && label.hasPrefix("_") ? (String(label.dropFirst()), part.value) : part
  }

  private static let registrar = "_$observationRegistrar"
  private static let added: Set = ["$defaultActor", registrar]
  private static let lazy = "$__lazy_storage_$_"
}
