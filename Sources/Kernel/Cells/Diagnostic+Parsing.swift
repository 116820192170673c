extension Diagnostic {
  /// Reads what the compiler wrote (`-diagnostic-style llvm`) about `source`.
  ///
  /// Diagnostics of the lines that the kernel added are dropped when the user's own lines have
  /// their like, and lose their place otherwise.
  package static func parse(_ output: String, of source: CellSource, label: String) -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    var body: [Substring] = []
    func finish() {
      guard var last = diagnostics.popLast() else { return }
      last.take(body: body, of: source, label: label)
      last.speakOfCells()
      if last.severity == .error { last.takeSuggestion() }
      if last.severity == .note, !diagnostics.isEmpty {
        if diagnostics[diagnostics.count - 1].takeSuggestion(of: last, label: label) { return }
        // Where the kernel itself declared something is no place that the user could look at.
        if last.file.contains("_shadow_") || last.file.hasSuffix("/main.swift") { return }
        if diagnostics[diagnostics.count - 1].saysHow(instead: last) { return }
        diagnostics[diagnostics.count - 1].notes.append(last)
      } else {
        diagnostics.append(last)
      }
    }
    for line in output.split(separator: "\n", omittingEmptySubsequences: false) {
      if let next = Diagnostic(heading: line) {
        finish()
        body = []
        diagnostics.append(next)
      } else {
        body.append(line)
      }
    }
    finish()
    let heard = diagnostics.filter { !$0.isNoise(in: source, label: label) }
    return tidied(heard.map(\.withoutGroup), label: label)
  }

  /// The same without the name of the compiler's group at the end of the sentence: `… is unused [#no-usage]`. It is for
  /// flags, which cells do not have.
  private var withoutGroup: Diagnostic {
    var plain = self
    plain.message.replace(#/ \[#[\w-]+\]$/#, with: "")
    plain.notes = notes.map(\.withoutGroup)
    return plain
  }

  /// Whether `note` is one of the three ways to write `try`, which the message names already: `'try'`,
  /// `'try?'` and `'try!'`, each with the line again.
  private func saysHow(instead note: Diagnostic) -> Bool {
    message.hasSuffix("is not marked with 'try'") && note.message.hasPrefix("did you mean to ")
  }

  /// `FILE:LINE:COLUMN: SEVERITY: MESSAGE`, or `<unknown>:0: SEVERITY: MESSAGE`.
  private init?(heading: Substring) {
    let pattern = /^(.+?):(\d+)(?::(\d+))?: (error|warning|note|remark): (.*)$/
    guard let match = heading.wholeMatch(of: pattern),
      let severity = Severity(rawValue: String(match.4)), let line = Int(match.2)
    else { return nil }
    self.init(
      severity: severity, message: String(match.5), file: line == 0 ? "" : String(match.1),
      line: line, column: match.3.flatMap { Int($0) } ?? 0, source: "", marks: [])
  }

  /// What follows a heading: the source line, the line with the caret, and fix-its.
  private mutating func take(body: [Substring], of cell: CellSource, label: String) {
    if (file == label && line > cell.lineCount) || (file == importsLabel && severity == .error) {
      file = label
      return moveToEnd(of: cell)
    }
    let marks = body.dropFirst().map(String.init).filter { !$0.allSatisfy(\.isWhitespace) }
    guard file == label, let own = cell.line(line) else {
      source = body.first.map(String.init) ?? ""
      self.marks = marks
      return
    }
    isGenerated = cell.isGenerated(column, line: line)
    let shift = column - cell.originalColumn(column, line: line)
    column -= shift
    source = String(own)
    self.marks = marks.map { mark in
      shift > 0 ? String(mark.dropFirst(shift)) : mark
    }
  }

  /// Of a module of the kernel's making the user knows the cell, and what the compiler shows of it is
  /// not the user's line.
  private mutating func speakOfCells() {
    message = message.replacing(#/\b(the type's )?module 'Superposecell(\d+)_\d+'/#) { "cell [\($0.2)]" }
    // The compiler names the module where types have the same name.
    message = message.replacing(#/\bSuperposecell(\d+)_\d+(?:\.|::)(\w+)/#) { "\($0.2) (cell [\($0.1)])" }
    message = message.replacing(#/'Superposecell(\d+)_\d+'/#) { "cell [\($0.1)]" }
      .replacing(ShadowedVariables.prefix, with: "")
    guard let place = file.prefixMatch(of: #/(Superposecell\d+_\d+)\.(\w*)/#)?.output else {
      // A library's file has the path that it had where it was built.
      if let sources = file.firstRange(of: "/Sources/") { file = String(file[sources.upperBound...]) }
      return
    }
    cellType = CellType(module: String(place.1), name: String(place.2))
    file = ""
    source = ""
    marks = []
  }

  /// What is missing at the end is missed in the lines that the kernel adds.
  private mutating func moveToEnd(of cell: CellSource) {
    isGenerated = true
    line = cell.lineCount
    source = cell.line(line).map(String.init) ?? ""
    column = source.utf8.count + 1
    marks = [String(repeating: " ", count: source.count) + "^"]
  }

  /// Warnings of the kernel's own words, of a last value that is not used (it is shown, or a
  /// semicolon says that it is not wanted), and of values that the kernel isolated, not the user.
  private func isNoise(in source: CellSource, label: String) -> Bool {
    guard severity == .warning else { return false }
    if file != label || isGenerated { return true }
    if message == "task or actor-isolated value cannot be sent" { return true }
    // The word is the kernel's.
    if message.hasPrefix("'nonisolated(unsafe)' is unnecessary") { return true }
    // A `guard var` is in a closure that returns it.
    if message.contains("was never mutated"), source.guards.contains(where: { $0.contains(line) }) { return true }
    // What is measured is not used.
    if message.hasSuffix("[#no-usage]"), source.isMeasured { return true }
    // The compiler's group `no-usage`: `result of call to 'g()' is unused [#no-usage]`.
    return message.contains(#/ is unused( \[#no-usage\])?$/#) && source.isInLastExpression(column, line: line)
  }

  private static func tidied(_ all: [Diagnostic], label: String) -> [Diagnostic] {
    var seen: Set<String> = []
    var kept: [Diagnostic] = []
    func isOwn(_ diagnostic: Diagnostic) -> Bool {
      diagnostic.file == label && !diagnostic.isGenerated
    }
    for diagnostic in all.filter(isOwn) + all.filter({ !isOwn($0) }) {
      var diagnostic = diagnostic
      if !isOwn(diagnostic) {
        guard !seen.contains(diagnostic.message) else { continue }
        diagnostic.dropPlaceOfGenerated()
      }
      seen.insert(diagnostic.message)
      kept.append(diagnostic)
    }
    return kept
  }

  private mutating func dropPlaceOfGenerated() {
    guard file.hasSuffix("main.swift") || file == importsLabel else { return }
    file = ""
    source = ""
    marks = []
  }
}

/// What the compiler calls the lines that make a cell's imports visible to later cells.
let importsLabel = "<imports>"
