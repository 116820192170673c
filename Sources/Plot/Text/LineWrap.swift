/// Wraps text into lines.
package enum LineWrap {
  /// `text` in lines at most `width` pixels wide; a longer word has a line to itself.
  package static func lines(_ text: String, width: Double, fontSize: Double) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph in
      var lines: [String] = []
      var current = ""
      for word in paragraph.split(separator: " ") {
        let longer = current.isEmpty ? String(word) : current + " " + word
        if current.isEmpty || FontMetrics.width(Label(longer), fontSize: fontSize) <= width {
          current = longer
        } else {
          lines.append(current)
          current = String(word)
        }
      }
      return lines + (current.isEmpty && !lines.isEmpty ? [] : [current])
    }
  }

  /// The same for text with scripts, which stay with the word before them.
  static func lines(_ label: Label, width: Double, fontSize: Double, isBold: Bool = false) -> [Label] {
    func isTooWide(_ runs: [Label.Run]) -> Bool {
      FontMetrics.width(Label(runs: runs), fontSize: fontSize, isBold: isBold) > width
    }
    guard isTooWide(label.runs) else { return [label] }
    var lines: [Label] = []
    var current: [Label.Run] = []
    for word in words(of: label) {
      let longer = current.isEmpty ? word : current + [Label.Run(text: " ", level: .base)] + word
      if !current.isEmpty, isTooWide(longer) {
        lines.append(Label(runs: current))
        current = word
      } else {
        current = longer
      }
    }
    return lines + [Label(runs: current)]
  }

  /// What stands between spaces.
  private static func words(of label: Label) -> [[Label.Run]] {
    var words: [[Label.Run]] = [[]]
    for run in label.runs {
      for (index, part) in run.text.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
        if index > 0 { words.append([]) }
        var piece = run
        piece.text = String(part)
        if !part.isEmpty { words[words.count - 1].append(piece) }
      }
    }
    return words.filter { !$0.isEmpty }
  }
}
