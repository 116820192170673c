internal import SuperposeLanguage

extension Magic {
  /// All magics of the kernel, in the order of `%help`.
  static let all = [
    Magic("%help", summary: "Shows this help."),
    Magic("%lsmagic", summary: "Lists the names of all magics."),
    Magic("%who", summary: "Lists the variables with their types."),
    Magic(
      "%time", summary: "Reports how long the line took to compile and to run.", takesCode: true),
    Magic("%%time", summary: "Reports how long the cell took to compile and to run."),
    Magic("%timeit", summary: "Runs the line many times and reports its mean time.", takesCode: true),
    Magic("%%timeit", summary: "Runs the cell's statements many times and reports their mean time."),
    Magic("%%O", summary: "Compiles the cell with optimisation, as is automatic for cells with heavy loops."),
    Magic("%%Onone", summary: "Compiles the cell without optimisation."),
    Magic(
      "%package",
      summary:
        "%package URL from: 1.0.0 Product builds a package for import; also exact:, branch:, path:, --list, --prune."),
    Magic("%include", summary: "%include FILE runs a Swift file, or an address, as a cell."),
    Magic("%load", summary: "%load FILE puts the text of a file or of an address into the cell."),
    Magic("%cd", summary: "%cd FOLDER changes the working folder."),
    Magic("%env", summary: "%env NAME=VALUE sets an environment variable; %env NAME and %env show them."),
    Magic("%%sh", summary: "Runs the cell as a script of /bin/sh.", takesText: true),
    Magic("%%bash", summary: "Runs the cell as a script of /bin/bash.", takesText: true),
    Magic(
      "%%writefile", summary: "%%writefile FILE writes the cell's text to a file; -a FILE appends.", takesText: true),
    Magic("%stamp", summary: "Records versions and the fingerprints of models and figures, for superpose verify."),
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
      ToyLib, ToyFigures, SuperposePlot, SuperposeDisplay, SuperposeWidgets, SuperposeExperiments,
      SuperposeAutoencoders, SuperposeDecomposition and SuperposeSweeps are imported; import Foundation and other modules as usual.

      \(lines.joined(separator: "\n"))

      !COMMAND  runs a line of the shell; let lines = try shell("COMMAND") returns what it prints.
      name?  shows the documentation of a name; name?? also shows the cell that declares it.
      Tab completes; Shift-Tab shows the documentation of the name at the cursor.
      """
  }

  /// The output of `%help` as Markdown.
  static var helpMarkdown: String {
    let rows = all.map { "| `\($0.name)` | \($0.summary) |" }
    return """
      Cells are Swift. The value of the last expression is shown; a semicolon after it hides it.
      `ToyLib`, `ToyFigures`, `SuperposePlot`, `SuperposeDisplay`, `SuperposeWidgets`, `SuperposeExperiments`,
      `SuperposeAutoencoders`, `SuperposeDecomposition` and `SuperposeSweeps` are imported; import `Foundation` and other modules as usual.

      | magic | what it does |
      |---|---|
      \(rows.joined(separator: "\n"))
      | `!COMMAND` | Runs a line of the shell; `let lines = try shell("COMMAND")` returns what it prints. |
      | `name?` | Shows the documentation of a name; `name??` also shows the cell that declares it. |

      **Tab** completes; **Shift-Tab** shows the documentation of the name at the cursor.
      """
  }
}
