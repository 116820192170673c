import SuperposeDisplay
import SuperposeHostLink

/// A value in one line of at most about a hundred characters, for lists of variables. Costs no more for a value with
/// millions of elements.
///
/// `plainText(of:)`, the text of a cell's result, is Swift's own description in full: with `Optional(…)`, the types of
/// enum cases, and thousands of elements. A list needs the content at a glance, and describes variables that nobody
/// asked for, so it stops early and looks into no object that describes itself.
package func shortText(of value: Any) -> String {
  var text = ShortText()
  text.write(value, depth: 0)
  return text.line
}

private struct ShortText {
  private static let limit = 100
  private static let depthLimit = 4

  private var text = ""

  /// Without line breaks, and cut.
  var line: String {
    let line = text.withoutModuleNames.split(whereSeparator: \.isNewline).joined(separator: " ")
    return line.count > Self.limit ? line.prefix(Self.limit - 1) + "…" : line
  }

  private var isFull: Bool { text.utf8.count > 2 * Self.limit }

  mutating func write(_ value: Any, depth: Int) {
    // Also ends the recursion in a long list of enum cases, each of which holds the next.
    guard !isFull else { return }
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional:
      if let wrapped = mirror.children.first { write(wrapped.value, depth: depth) } else { text += "nil" }
    case .collection, .set: write(mirror.children, "[", "]", depth) { $0.writeElement($1, $2) }
    case .dictionary:
      if mirror.children.isEmpty {
        text += "[:]"
      } else {
        write(mirror.children, "[", "]", depth) { $0.writeEntry($1, $2) }
      }
    case .tuple: write(mirror.children, "(", ")", depth) { $0.writeMember($1, $2) }
    case _ where value is any CustomStringConvertible: writeDescription(value)
    // A figure, for example, which has more inside than anybody reads.
    case .struct where value is any Displayable, .class where value is any Displayable:
      text += "\(type(of: value))"
    case .struct, .class:
      text += "\(type(of: value))"
      if !mirror.children.isEmpty { write(mirror.children, "(", ")", depth) { $0.writeMember($1, $2) } }
    case .enum: writeCase(value, mirror, depth)
    default: text += String(describing: value)
    }
  }

  private mutating func writeDescription(_ value: Any) {
    if let string = value as? any StringProtocol {
      text += Self.quoted(string)
    } else {
      text += String(describing: value).prefix(2 * Self.limit)
    }
  }

  private static func quoted(_ text: some StringProtocol) -> String {
    String(reflecting: String(text.prefix(limit)))
  }

  private mutating func write(
    _ children: Mirror.Children, _ open: String, _ close: String, _ depth: Int,
    each: (inout Self, Mirror.Child, Int) -> Void
  ) {
    text += open
    guard depth < Self.depthLimit else {
      text += "…" + close
      return
    }
    var isFirst = true
    for child in children {
      if !isFirst { text += ", " }
      isFirst = false
      guard !isFull else {
        text += "…"
        return
      }
      each(&self, child, depth + 1)
    }
    text += close
  }

  private mutating func writeElement(_ child: Mirror.Child, _ depth: Int) { write(child.value, depth: depth) }

  private mutating func writeEntry(_ child: Mirror.Child, _ depth: Int) {
    let pair = Mirror(reflecting: child.value).children.map(\.value)
    guard pair.count == 2 else { return write(child.value, depth: depth) }
    write(pair[0], depth: depth)
    text += ": "
    write(pair[1], depth: depth)
  }

  private mutating func writeMember(_ child: Mirror.Child, _ depth: Int) {
    if let label = child.label, !label.hasPrefix(".") { text += label + ": " }
    write(child.value, depth: depth)
  }

  private mutating func writeCase(_ value: Any, _ mirror: Mirror, _ depth: Int) {
    guard let payload = mirror.children.first else {
      text += String(describing: value)
      return
    }
    text += payload.label ?? ""
    if Mirror(reflecting: payload.value).displayStyle == .tuple {
      write(payload.value, depth: depth)
    } else {
      text += "("
      write(payload.value, depth: depth + 1)
      text += ")"
    }
  }
}
