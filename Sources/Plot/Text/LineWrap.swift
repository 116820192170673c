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
}
