/// A value as a card: a title, facts in one line, parts side by side, and parts that fold out.
///
/// ```swift
/// extension Run: Displayable {
///   var mimeBundle: MIMEBundle {
///     get throws {
///       try Card(
///         "Run 7", text: "Run 7: loss 0.02", facts: ["steps": "1000", "loss": "0.02"],
///         parts: [Table(rowsOf: records)!], details: ["settings": settingsTable]
///       ).mimeBundle
///     }
///   }
/// }
/// ```
///
/// The HTML needs no other file, takes the colours of the page, and is kept by exports.
public struct Card {
  /// The first line, in bold.
  public var title: String
  /// What consoles and screen readers get.
  public var text: String
  /// Short names and values below the title.
  public var facts: KeyValuePairs<String, String>
  /// Values that stand side by side where there is room.
  public var parts: [any Displayable]
  /// Values under a line that folds them out.
  public var details: [(title: String, value: any Displayable)]

  public init(
    _ title: String, text: String, facts: KeyValuePairs<String, String> = [:],
    parts: [any Displayable] = [], details: [(title: String, value: any Displayable)] = []
  ) {
    self.title = title
    self.text = text
    self.facts = facts
    self.parts = parts
    self.details = details
  }
}

extension Card: Displayable {
  /// - Throws: What the `mimeBundle` of a part throws.
  public var mimeBundle: MIMEBundle {
    get throws {
      MIMEBundle(data: [.plainText: .text(text), .html: .text(try html)])
    }
  }

  private static let frame =
    "display:inline-block;max-width:100%;box-sizing:border-box;padding:8px 14px 10px;"
    + "border:1px solid rgba(128,128,128,.4);border-radius:6px;line-height:1.45"

  private var html: String {
    get throws {
      let facts = facts.map { name, value in
        "<span style=\"white-space:nowrap\"><span style=\"opacity:.65\">\(name.htmlEscaped)</span> "
          + "\(value.htmlEscaped)</span>"
      }
      var lines = ["<div style=\"font-weight:600\">\(title.htmlEscaped)</div>"]
      if !facts.isEmpty {
        lines.append(
          "<div style=\"display:flex;flex-wrap:wrap;gap:0 16px\">\(facts.joined())</div>")
      }
      if !parts.isEmpty {
        let cells = try parts.map { "<div style=\"overflow-x:auto\">\(try $0.mimeBundle.markup)</div>" }
        lines.append(
          "<div style=\"display:flex;flex-wrap:wrap;gap:12px 20px;align-items:flex-start;margin-top:8px\">"
            + cells.joined() + "</div>")
      }
      for detail in details {
        lines.append(
          "<details style=\"margin-top:6px\"><summary style=\"cursor:pointer\">"
            + "\(detail.title.htmlEscaped)</summary>\(try detail.value.mimeBundle.markup)</details>")
      }
      return "<div class=\"superpose-card\" style=\"\(Self.frame)\">\(lines.joined(separator: "\n"))</div>"
    }
  }
}

extension MIMEBundle {
  /// The plain text; empty when there is none.
  var text: String {
    if case .text(let text)? = data[.plainText] { return text }
    return ""
  }

  /// The richest form that can stand in HTML: HTML, an SVG, or text.
  public var markup: String {
    if case .text(let html)? = data[.html] { return html }
    if case .text(let svg)? = data[.svg] { return svg }
    return text.isEmpty ? "" : "<pre style=\"margin:0\">\(text.htmlEscaped)</pre>"
  }
}
