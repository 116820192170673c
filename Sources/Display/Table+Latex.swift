extension Table {
  /// The table as LaTeX, with the rules of the package booktabs. All rows are in it.
  public var latex: String {
    let alignment = columns.indices.map { index in
      rows.contains { $0.indices.contains(index) && $0[index].isNumber } ? "r" : "l"
    }
    let heading = line(columns)
    return
      (["\\begin{tabular}{\(alignment.joined())}", "\\toprule", heading, "\\midrule"]
      + rows.map { row in line(columns.indices.map { row.indices.contains($0) ? row[$0].text : "" }) }
      + ["\\bottomrule", "\\end{tabular}"]).joined(separator: "\n")
  }

  private func line(_ texts: [String]) -> String { texts.map(\.latexEscaped).joined(separator: " & ") + " \\\\" }
}

extension String {
  /// The text with LaTeX's own characters written so that they stand for themselves.
  fileprivate var latexEscaped: String {
    var escaped = ""
    for character in self {
      switch character {
      case "\\": escaped += "\\textbackslash{}"
      case "~": escaped += "\\textasciitilde{}"
      case "^": escaped += "\\textasciicircum{}"
      case "&", "%", "$", "#", "_", "{", "}": escaped += "\\\(character)"
      // An empty line would end the paragraph, and with it the cell.
      case _ where character.isNewline: escaped += " "
      default: escaped.append(character)
      }
    }
    return escaped
  }
}
