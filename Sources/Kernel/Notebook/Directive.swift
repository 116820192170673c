internal import SuperposeLanguage

/// A cell's magic, and the Swift that remains.
struct Directive: Sendable, Equatable {
  enum Kind: Sendable, Equatable {
    case plain
    case help
    case who
    case time
    case optimise
    case restore
    case reset
    /// `name?` or `name??`.
    case inspect(name: String, withSource: Bool)
    case unknown(String)
  }

  var kind: Kind
  /// The code with the magic's words blanked, so that lines and columns stay.
  var code: String

  init(_ code: String) {
    let lines = code.split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.firstIndex(where: { !$0.allSatisfy(\.isWhitespace) }) else {
      self.init(.plain, code)
      return
    }
    let line = lines[first]
    if let inspection = Directive.inspection(code) {
      self.init(inspection, "")
    } else if let word = Magic.name(in: line) {
      var rest = lines
      let blank = String(repeating: " ", count: word.count)
      rest[first] = Substring(line.replacing(word, with: blank, maxReplacements: 1))
      self.init(Directive.kind(of: String(word)), rest.joined(separator: "\n"))
    } else {
      self.init(.plain, code)
    }
  }

  private init(_ kind: Kind, _ code: String) {
    self.kind = kind
    self.code = code
  }

  private static func kind(of word: String) -> Kind {
    switch word {
    case "%help": .help
    case "%who": .who
    case "%time", "%%time": .time
    case "%%O": .optimise
    case "%restore": .restore
    case "%reset": .reset
    default: .unknown(word)
    }
  }

  private static func inspection(_ code: String) -> Kind? {
    let text = code.trimmingPrefix(while: \.isWhitespace)
    guard let match = text.wholeMatch(of: #/([\p{L}_][\p{L}\p{N}_.]*)(\?\??)\s*/#) else { return nil }
    return .inspect(name: String(match.1), withSource: match.2 == "??")
  }
}

extension Magic {
  /// Every magic of the kernel, in the order in which `%help` lists them.
  static let all = [
    Magic("%help", summary: "Lists what begins with a percent sign, and the first steps."),
    Magic("%who", summary: "Lists the notebook's variables with their types."),
    Magic(
      "%time", summary: "Tells how long the line took to compile and to run.", takesCode: true),
    Magic("%%time", summary: "Tells how long the cell took to compile and to run."),
    Magic("%%O", summary: "Compiles the cell with optimisation: slower to start, faster loops."),
    Magic("%restore", summary: "Runs the cells again that were lost when the cell host stopped."),
    Magic("%reset", summary: "Forgets every cell and starts afresh."),
  ]

  /// What `%help` shows, as text.
  static var help: String {
    let width = all.map(\.name.count).max() ?? 0
    let lines = all.map { magic in
      magic.name + String(repeating: " ", count: width - magic.name.count) + "  " + magic.summary
    }
    return """
      Cells are Swift. The value of the last expression is shown; a semicolon after it hides it.
      ToyLib, Plot and Display are imported from the start; import Foundation and others as usual.

      \(lines.joined(separator: "\n"))

      name?  shows a name's documentation, name?? also the cell that declares it.
      Tab completes, Shift-Tab tells what stands at the cursor.
      """
  }

  /// The same for front ends that show Markdown.
  static var helpMarkdown: String {
    let rows = all.map { "| `\($0.name)` | \($0.summary) |" }
    return """
      Cells are Swift. The value of the last expression is shown; a semicolon after it hides it.
      `ToyLib`, `Plot` and `Display` are imported from the start; import `Foundation` and others as usual.

      | magic | what it does |
      |---|---|
      \(rows.joined(separator: "\n"))
      | `name?` | Shows a name's documentation; `name??` also the cell that declares it. |

      **Tab** completes, **Shift-Tab** tells what stands at the cursor.
      """
  }
}
