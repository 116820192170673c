internal import SuperposeReading

/// A parsed doc comment in Swift's Markdown.
package struct DocumentationComment {
  private enum Block {
    case text(String)
    /// Callouts such as `- Returns: …`.
    case callout(title: String, text: String)
    case parameters([(name: String, text: String)])
  }

  private var blocks: [Block] = []

  /// Reads a comment without its slashes.
  package init(_ comment: String) {
    var text: [Substring] = []
    var isCode = false
    for line in comment.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      if line.trimmed.hasPrefix("```") { isCode.toggle() }
      if !isCode, let item = ListItem(line), let callout = Callout(item.text) {
        flush(&text)
        begin(callout)
      } else if isCode || !extendLastBlock(with: line, isAfterText: !text.isEmpty) {
        text.append(line)
      }
    }
    flush(&text)
  }

  private mutating func flush(_ text: inout [Substring]) {
    let paragraph = text.joined(separator: "\n").trimmedLines
    if !paragraph.isEmpty { blocks.append(.text(paragraph)) }
    text = []
  }

  private mutating func begin(_ callout: Callout) {
    switch callout.title.lowercased() {
    case "parameters": addParameters([])
    case let title where title.hasPrefix("parameter "):
      addParameters([(String(callout.title.dropFirst("parameter ".count)), callout.text)])
    default: blocks.append(.callout(title: callout.title, text: callout.text))
    }
  }

  private mutating func addParameters(_ new: [(name: String, text: String)]) {
    guard case .parameters(let old) = blocks.last else { return blocks.append(.parameters(new)) }
    blocks[blocks.count - 1] = .parameters(old + new)
  }

  /// Adds an indented line to its callout; `false` if it belongs to none.
  private mutating func extendLastBlock(with line: Substring, isAfterText: Bool) -> Bool {
    guard !isAfterText, let last = blocks.last, line.first?.isHorizontalSpace ?? true else {
      return false
    }
    switch last {
    case .text: return false
    case .callout(let title, let text):
      blocks[blocks.count - 1] = .callout(title: title, text: text.continued(by: line))
    case .parameters(var parameters):
      if let item = ListItem(line), let parameter = Callout(item.text, anyTitle: true) {
        parameters.append((parameter.title, parameter.text))
      } else if let index = parameters.indices.last {
        parameters[index].text = parameters[index].text.continued(by: line)
      }
      blocks[blocks.count - 1] = .parameters(parameters)
    }
    return true
  }
}

extension DocumentationComment {
  /// Plain Markdown with headings instead of Swift's callouts.
  package var markdown: String {
    blocks.map { block in
      switch block {
      case .text(let text): text
      case .callout(let title, let text): "**\(title):** \(text)"
      case .parameters(let parameters):
        "**Parameters:**\n\n"
          + parameters.map { "- `\($0.name)`: \($0.text)" }.joined(separator: "\n")
      }
    }.joined(separator: "\n\n").replacing("``", unlessPartOf: "```", with: "`")
  }

  /// The same without markup.
  package var plainText: String {
    blocks.map { block in
      switch block {
      case .text(let text): text
      case .callout(let title, let text): "\(title): \(text)"
      case .parameters(let parameters):
        "Parameters:\n" + parameters.map { "  \($0.name): \($0.text)" }.joined(separator: "\n")
      }
    }.joined(separator: "\n\n").replacing("`", with: "").replacing("**", with: "")
  }
}

/// A line `- text`.
private struct ListItem {
  let text: Substring

  init?(_ line: Substring) {
    let line = line.trimmed
    guard ["- ", "* ", "+ "].contains(where: line.hasPrefix) else { return nil }
    text = line.dropFirst(2)
  }
}

/// A list item `Title: text`, where the title is one of those Swift knows.
private struct Callout {
  let title: String
  let text: String

  private static let titles: Set = [
    "attention", "author", "authors", "bug", "complexity", "copyright", "custom", "date",
    "example", "experiment", "important", "invariant", "note", "parameters", "postcondition",
    "precondition", "remark", "remarks", "requires", "returns", "seealso", "since", "tag",
    "throws", "tip", "todo", "version", "warning",
  ]

  init?(_ item: Substring, anyTitle: Bool = false) {
    guard let colon = item.firstIndex(of: ":") else { return nil }
    let title = item[..<colon].trimmed
    let known = title.lowercased()
    guard anyTitle || Self.titles.contains(known) || known.hasPrefix("parameter ") else {
      return nil
    }
    self.title = String(title)
    text = String(item[item.index(after: colon)...].trimmed)
  }
}

extension String {
  fileprivate func continued(by line: Substring) -> String {
    let line = line.trimmed
    return line.isEmpty ? self : isEmpty ? String(line) : self + " " + line
  }

  /// Without leading and trailing empty lines.
  fileprivate var trimmedLines: String {
    let lines = split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    guard let first = lines.firstIndex(where: { !$0.trimmed.isEmpty }),
      let last = lines.lastIndex(where: { !$0.trimmed.isEmpty })
    else { return "" }
    return lines[first...last].joined(separator: "\n")
  }

  fileprivate func replacing(
    _ mark: String, unlessPartOf longer: String, with replacement: String
  ) -> String {
    let parts = split(separator: longer, omittingEmptySubsequences: false)
    return parts.map { $0.replacing(mark, with: replacement) }.joined(separator: longer)
  }
}
