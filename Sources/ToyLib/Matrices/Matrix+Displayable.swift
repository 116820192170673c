public import SuperposeDisplay

extension Matrix: Displayable {
  /// A table, cut after 20 rows and 12 columns.
  public var mimeBundle: MIMEBundle {
    MIMEBundle(data: [.plainText: .text(description), .html: .text(html)])
  }

  private var html: String {
    let shownRows = min(rows, 20)
    let shownColumns = min(columns, 12)
    let lines = (0..<shownRows).map { row in
      let cells = (0..<shownColumns).map { "<td>\(NumberText.decimal(self[row, $0], digits: 3))</td>" }
      return "<tr>\(cells.joined())\(shownColumns < columns ? "<td>…</td>" : "")</tr>"
    }
    let more = shownRows < rows ? "<tr><td>…</td></tr>" : ""
    return "<table><caption>\(rows) × \(columns)</caption>\(lines.joined())\(more)</table>"
  }
}
