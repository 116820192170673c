/// Text in Markdown, shown with its format.
///
///     Markdown("A **bold** word and $x^2$")
public struct Markdown: Displayable, Sendable, Hashable {
  public var text: String

  public init(_ text: String) { self.text = text }

  public var mimeBundle: MIMEBundle {
    MIMEBundle(data: [.markdown: .text(text), .plainText: .text(text)])
  }
}

/// HTML, shown as part of the page. Scripts run where the front end trusts the notebook.
///
/// Front ends without HTML show the text without its tags. A widget whose HTML can change is
/// `HTMLText`.
public struct HTML: Displayable, Sendable, Hashable {
  public var text: String

  public init(_ text: String) { self.text = text }

  public var mimeBundle: MIMEBundle {
    MIMEBundle(data: [.html: .text(text), .plainText: .text(withoutTags)])
  }

  private var withoutTags: String {
    let words = text.replacing(#/<(script|style)\b[^>]*>(?s:.*?)</\1>/#.ignoresCase(), with: "")
      .replacing(#/<[^>]*>/#, with: "")
      .replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
      .replacing("&amp;", with: "&")
    let lines = words.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }
    return lines.isEmpty ? "HTML" : lines.joined(separator: "\n")
  }
}

/// A formula in LaTeX. Without delimiters it stands on a line of its own.
///
///     Latex(#"L = \sum_i I_i (x_i - x'_i)^2"#)
public struct Latex: Displayable, Sendable, Hashable {
  public var text: String

  public init(_ text: String) { self.text = text }

  public var mimeBundle: MIMEBundle {
    MIMEBundle(data: [.latex: .text(delimited), .plainText: .text(text)])
  }

  private var delimited: String {
    let hasDelimiters = ["$", #"\["#, #"\("#, #"\begin{"#].contains { text.contains($0) }
    return hasDelimiters ? text : "$$\(text)$$"
  }
}
