/// Lines and columns of the user's text, and those of the compiled one.
extension CellSource {
  /// The column in the user's text of a column in the compiled text, both counted from 1 in bytes.
  func originalColumn(_ column: Int, line: Int) -> Int {
    guard line >= 1, line <= lineStarts.count else { return column }
    let start = lineStarts[line - 1]
    var column = column
    for insertion in insertions where insertion.offset >= start {
      let place = insertion.offset - start + 1
      guard place < column else { break }
      // What lies inside the added words points to where they were added.
      column = max(place, column - insertion.text.utf8.count)
    }
    return column
  }

  /// Whether a column of the compiled text lies in words that the kernel added.
  func isGenerated(_ column: Int, line: Int) -> Bool {
    guard line >= 1, line <= lineStarts.count else { return true }
    var place = lineStarts[line - 1] + column - 1
    let end = line < lineStarts.count ? lineStarts[line] : Int.max
    for insertion in insertions where insertion.offset >= lineStarts[line - 1] {
      guard insertion.offset < end, insertion.offset <= place else { break }
      if place < insertion.offset + insertion.text.utf8.count { return true }
      place -= insertion.text.utf8.count
    }
    return false
  }

  /// Whether a place in the user's text, both counted from 1, lies in the trailing expression, but not in
  /// a statement inside it.
  func isInLastExpression(_ column: Int, line: Int) -> Bool {
    guard let lastExpression, line >= 1, line <= lineStarts.count else { return false }
    let offset = lineStarts[line - 1] + column - 1
    return lastExpression.contains(offset)
      && !statementsInLastExpression.contains { $0.contains(offset) }
  }

  /// How many lines the user wrote, a line break at the very end not counted.
  var lineCount: Int { lineStarts.count { $0 <= ownEnd } - (ownText.last == "\n" ? 1 : 0) }

  /// Line `number`, counted from 1.
  public func line(_ number: Int) -> Substring? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return number >= 1 && number <= lines.count ? lines[number - 1] : nil
  }

  /// The byte at a place, whose line and column are counted from 1; the column in bytes.
  func offset(line: Int, column: Int) -> Int {
    lineStarts.indices.contains(line - 1) ? lineStarts[line - 1] + column - 1 : text.utf8.count
  }

  /// The place of a byte, both counted from 1; the column in bytes.
  func place(ofByte offset: Int) -> (line: Int, column: Int) {
    let line = lineStarts.partitioningIndex { $0 > offset }
    return (line, offset - lineStarts[line - 1] + 1)
  }

  /// The bytes of a line, counted from 1.
  func bytes(ofLine line: Int) -> Range<Int>? {
    guard line >= 1, line <= lineStarts.count else { return nil }
    return lineStarts[line - 1]..<(line < lineStarts.count ? lineStarts[line] : text.utf8.count + 1)
  }
}
