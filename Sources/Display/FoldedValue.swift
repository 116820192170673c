/// A value with parts as lines that fold out, one part a line, for values whose text is long or says
/// `Optional(…)`.
///
/// What shows itself, such as a matrix in an array, is shown in full inside its line. The HTML needs no
/// script and is below ``limit`` bytes: of more than that, and of more than ``partLimit`` parts, the rest is
/// only counted. An object that is inside itself is named and not opened again.
struct FoldedValue {
  /// In bytes.
  private static let limit = 24_000
  private static let partLimit = 40
  private static let depthLimit = 6
  /// Shorter texts, in bytes, are read at a glance.
  private static let shortText = 80
  /// Parts with longer texts, in characters, fold out themselves.
  private static let shortPart = 40
  /// In characters.
  private static let lineLength = 100

  private(set) var html = ""

  /// `nil` for values without parts, and for those whose `text` needs no folding.
  init?(of value: Any, text: String) {
    guard text.utf8.count > Self.shortText || text.contains("Optional("), let parts = Self.parts(of: value) else {
      return nil
    }
    html = "<div style=\"line-height:1.5;font-family:var(--jp-code-font-family,monospace);font-size:13px\">"
    write(value, parts, label: nil, depth: 0, inside: [])
    html += "</div>"
  }

  private typealias Part = (label: String?, value: Any)

  /// The parts of a struct, object, tuple, case with values, collection or dictionary; `nil` for other
  /// values and for those with a description of their own.
  private static func parts(of value: Any) -> [Part]? {
    let mirror = Mirror(reflecting: value)
    let children = mirror.children
    if let standard = StandardValue(value, mirror) {
      guard case .elements(let hidden) = standard else { return nil }
      return hidden.firstElements(partLimit).enumerated().map { ("\($0.offset)", $0.element) }
    }
    switch mirror.displayStyle {
    case _ where children.isEmpty && mirror.displayStyle != .class: return nil
    case .optional: return children.first.flatMap { parts(of: $0.value) }
    case .collection, .set: return children.prefix(partLimit).enumerated().map { ("\($0.offset)", $0.element.value) }
    case .dictionary:
      let entries = children.prefix(partLimit).map { Mirror(reflecting: $0.value).children.map(\.value) }
      return entries.filter { $0.count == 2 }.map { (plainText(of: $0[0]), $0[1]) }.sorted { $0.0 < $1.0 }
    case .struct, .class, .tuple, .enum:
      guard !describesItself(value) else { return nil }
      if mirror.displayStyle == .enum, let payload = children.first?.value {
        return Mirror(reflecting: payload).displayStyle == .tuple ? parts(of: payload) : [(nil, payload)]
      }
      let parts = mirror.displayStyle == .tuple ? Array(children) : mirror.declaredParts
      return parts.isEmpty ? nil : parts.map { ($0.label, $0.value) }
    default: return nil
    }
  }

  private mutating func write(
    _ value: Any, _ parts: [Part], label: String?, depth: Int, inside: Set<ObjectIdentifier>
  ) {
    let summary = Self.labelled(label, Self.bold(Self.name(of: value)))
    html += "<details\(depth == 0 ? " open" : "")><summary style=\"cursor:pointer\">\(summary)</summary>"
    html += "<div style=\"padding-left:1.4em\">"
    for (index, part) in parts.enumerated() {
      guard html.utf8.count < Self.limit else {
        html += "<div>… \(parts.count - index) more</div>"
        break
      }
      write(part, depth: depth + 1, inside: inside.union(Self.identity(of: value)))
    }
    let count = Self.count(of: Self.unwrapped(value))
    if parts.count == Self.partLimit, count > parts.count { html += "<div>… \(count) in all</div>" }
    html += "</div></details>"
  }

  private mutating func write(_ part: Part, depth: Int, inside: Set<ObjectIdentifier>) {
    let value = Self.unwrapped(part.value)
    if !inside.isDisjoint(with: Self.identity(of: value)) {
      html += "<div>\(Self.labelled(part.label, Self.bold(Self.name(of: value)) + " (see above)"))</div>"
      return
    }
    let text = line(of: value, length: Self.lineLength)
    if let markup = shown(value) {
      html += "<details><summary style=\"cursor:pointer\">\(Self.labelled(part.label, text.htmlEscaped))</summary>"
      html += "\(markup)</details>"
    } else if depth < Self.depthLimit, text.count > Self.shortPart || text.contains("Optional("),
      let parts = Self.parts(of: value)
    {
      write(value, parts, label: part.label, depth: depth, inside: inside)
    } else {
      html += "<div>\(Self.labelled(part.label, text.htmlEscaped))</div>"
    }
  }

  /// What a value that shows itself shows, where that is more than its text and there is room for it.
  private func shown(_ value: Any) -> String? {
    // One that cannot show itself has its text, as a part of a larger value.
    guard let bundle = try? (value as? any Displayable)?.mimeBundle,
      bundle.data[.html] != nil || bundle.data[.svg] != nil
    else { return nil }
    let markup = bundle.markup
    return html.utf8.count + markup.utf8.count < Self.limit ? markup : nil
  }

  private static func identity(of value: Any) -> Set<ObjectIdentifier> {
    guard type(of: value) is AnyClass else { return [] }
    return [ObjectIdentifier(value as AnyObject)]
  }

  private static func count(of value: Any) -> Int {
    let mirror = Mirror(reflecting: value)
    guard case .elements(let hidden) = StandardValue(value, mirror) else { return mirror.children.count }
    return hidden.elementCount
  }

  /// Without the optionals around it; `nil` stays.
  private static func unwrapped(_ value: Any) -> Any {
    let mirror = Mirror(reflecting: value)
    guard mirror.displayStyle == .optional, let inner = mirror.children.first else { return value }
    return unwrapped(inner.value)
  }

  /// The type, and how many parts a collection has, or the case.
  private static func name(of value: Any) -> String {
    let value = unwrapped(value)
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .collection, .set, .dictionary: return "\(type(of: value)), \(mirror.children.count) in all"
    case .enum: return "\(type(of: value)).\(mirror.children.first?.label ?? "")"
    case .tuple: return "tuple"
    default: return "\(type(of: value))"
    }
  }

  private static func bold(_ name: String) -> String { "<span style=\"opacity:.75\">\(name.htmlEscaped)</span>" }

  private static func labelled(_ label: String?, _ html: String) -> String {
    guard let label, !label.hasPrefix(".") else { return html }
    return "<span>\(label.htmlEscaped)</span>: \(html)"
  }
}
