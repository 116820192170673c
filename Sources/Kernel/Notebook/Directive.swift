internal import SuperposeLanguage

/// The magic of a cell, and the rest of its code.
package struct Directive: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    case plain
    case help
    case who
    case time
    /// `%%O` and `%%Onone`.
    case optimise(Bool)
    case restore
    case reset
    case stale
    case rerun
    /// `%swift 5`; the word after it as written.
    case languageMode(String)
    /// `name?` or `name??`.
    case inspect(name: String, withSource: Bool)
    case unknown(String)
  }

  package var kind: Kind
  /// The code with the magic replaced by spaces, which keeps lines and columns.
  package var code: String

  package init(_ code: String) {
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
      if word == "%swift" {
        let mode = rest[first].filter { !$0.isWhitespace }
        rest[first] = ""
        self.init(.languageMode(String(mode)), rest.joined(separator: "\n"))
        return
      }
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
    case "%%O": .optimise(true)
    case "%%Onone": .optimise(false)
    case "%restore": .restore
    case "%reset": .reset
    case "%stale": .stale
    case "%rerun": .rerun
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
  /// All magics of the kernel, in the order of `%help`.
  static let all = [
    Magic("%help", summary: "Shows this help."),
    Magic("%who", summary: "Lists the variables with their types."),
    Magic(
      "%time", summary: "Reports how long the line took to compile and to run.", takesCode: true),
    Magic("%%time", summary: "Reports how long the cell took to compile and to run."),
    Magic("%%O", summary: "Compiles the cell with optimisation, as cells that loop heavily are by themselves."),
    Magic("%%Onone", summary: "Compiles the cell without optimisation."),
    Magic("%stale", summary: "Lists the declarations that still use an older version of something."),
    Magic("%rerun", summary: "Reruns the cells that %stale lists, in order."),
    Magic(
      "%swift",
      summary: "%swift 6 checks the following cells for data races, %swift 5 does not (default)."),
    Magic("%restore", summary: "Reruns the cells that were lost when the process that runs cells ended."),
    Magic("%reset", summary: "Forgets all cells and starts a new session."),
  ]

  /// The output of `%help` as plain text.
  static var help: String {
    let width = all.map(\.name.count).max() ?? 0
    let lines = all.map { magic in
      magic.name + String(repeating: " ", count: width - magic.name.count) + "  " + magic.summary
    }
    return """
      Cells are Swift. The value of the last expression is shown; a semicolon after it hides it.
      ToyLib, ToyFigures, SuperposePlot, SuperposeDisplay, SuperposeWidgets, SuperposeExperiments and
      SuperposeAutoencoders are imported; import Foundation and other modules as usual.

      \(lines.joined(separator: "\n"))

      name?  shows the documentation of a name; name?? also shows the cell that declares it.
      Tab completes; Shift-Tab shows the documentation of the name at the cursor.
      """
  }

  /// The output of `%help` as Markdown.
  static var helpMarkdown: String {
    let rows = all.map { "| `\($0.name)` | \($0.summary) |" }
    return """
      Cells are Swift. The value of the last expression is shown; a semicolon after it hides it.
      `ToyLib`, `ToyFigures`, `SuperposePlot`, `SuperposeDisplay`, `SuperposeWidgets`, `SuperposeExperiments` and
      `SuperposeAutoencoders` are imported; import `Foundation` and other modules as usual.

      | magic | what it does |
      |---|---|
      \(rows.joined(separator: "\n"))
      | `name?` | Shows the documentation of a name; `name??` also shows the cell that declares it. |

      ***Tab** completes; **Shift-Tab** shows the documentation of the name at the cursor.
      """
  }
}
