/// The appearance of progress lines.
struct ProgressFace: Sendable, Hashable {
  /// One line.
  struct Line: Sendable, Hashable {
    var title: String
    /// The filled part of the bar, in thousandths; `nil` draws no bar.
    var permille: Int?
    var words: String
    var ending: ProgressEnding?
  }

  var lines: [Line]

  /// The first line is the whole work, the others are running parts, each a part of the one above.
  init(_ states: [ProgressState], at now: Duration) {
    var states = states
    for index in states.indices.dropLast().reversed() where states[index].end == nil {
      states[index].part = states[index + 1].fraction ?? 0
    }
    lines = states.map { state in
      Line(
        title: state.title, permille: state.fraction.map { Int($0 * 1000) },
        words: state.words(at: now), ending: state.end?.ending)
    }
  }
}

extension ProgressFace: Displayable {
  var mimeBundle: MIMEBundle {
    MIMEBundle(data: [.plainText: .text(text), .html: .text(html)])
  }

  // MARK: Plain text

  /// `densities  ██████░░░░░░░░░░░░░░  3 of 10 · 6 s left`, titles and bars in columns.
  var text: String {
    let width = lines.indices.map { indented($0).count }.max() ?? 0
    return lines.indices.map { index in
      let line = lines[index]
      let title = indented(index)
      let padding = String(repeating: " ", count: width - title.count)
      return [title + padding, line.isMoving ? line.permille.map(Self.blocks) : nil, line.words]
        .compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "  ")
    }.joined(separator: "\n")
  }

  private func indented(_ index: Int) -> String {
    String(repeating: "  ", count: min(index, 1)) + lines[index].title
  }

  private static func blocks(_ permille: Int) -> String {
    let full = permille * 20 / 1000
    return String(repeating: "█", count: full) + String(repeating: "░", count: 20 - full)
  }

  // MARK: HTML

  /// Uses the colours of the page, so that it fits any theme.
  var html: String {
    let rows = lines.enumerated().map { index, line in
      "<div style=\"display:flex;align-items:center;gap:10px;padding-left:\(min(index, 1) * 16)px\">"
        + "<span style=\"white-space:nowrap\">\(line.title.htmlEscaped)</span>\(line.bar)"
        + "<span style=\"opacity:.75\">\(line.words.htmlEscaped)</span></div>"
    }
    return """
      <div class="superpose-progress" style="font-size:13px;line-height:1.7;\
      font-variant-numeric:tabular-nums">\(rows.joined())</div>
      """
  }
}

extension ProgressFace.Line {
  var isMoving: Bool { ending == nil }

  /// A bar while the work is running, then a mark for how it ended.
  fileprivate var bar: String {
    switch ending {
    case nil: permille.map(movingBar) ?? ""
    case .finished: mark("✓", color: "var(--jp-success-color1,#388e3c)")
    case .stopped, .interrupted: mark("■", color: "var(--jp-warn-color1,#d9711a)")
    case .failed: mark("✗", color: "var(--jp-error-color1,#d32f2f)")
    }
  }

  private func movingBar(_ permille: Int) -> String {
    let percent = "\(permille / 10).\(permille % 10)"
    return """
      <span role="progressbar" aria-label="\(title.htmlEscaped)" aria-valuemin="0" \
      aria-valuemax="100" aria-valuenow="\(percent)" style="flex:0 0 200px;height:6px;\
      border-radius:3px;overflow:hidden;background:rgba(128,128,128,.3)"><span style="display:block;\
      height:100%;width:\(percent)%;background:var(--jp-brand-color1,#2f6db5)"></span></span>
      """
  }

  private func mark(_ character: String, color: String) -> String {
    "<span style=\"color:\(color)\">\(character)</span>"
  }
}
