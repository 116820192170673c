extension CompileFailure {
  /// The same refusal in which each error of a statement that uses an unavailable name says that.
  ///
  /// The compiler first minds what it can see of the declaration that stands for the name, which is of no
  /// use to the reader.
  ///
  /// - Parameter names: The reason for each unavailable name.
  public func naming(_ names: [String: String], in source: CellSource, label: String) -> CompileFailure {
    let own = Set(source.declarations.map(\.name))
    let uses = source.mentions.filter { names[$0.name] != nil && !own.contains($0.name) }
    guard !uses.isEmpty else { return self }
    var told: [Diagnostic] = []
    for diagnostic in diagnostics {
      let culprits =
        diagnostic.severity == .error && diagnostic.file == label
        ? source.uses(uses, inStatementAt: diagnostic) : []
      let sentences = culprits.map { use in
        Diagnostic(unavailable: use, because: names[use.name] ?? "", in: source, label: label)
      }
      for sentence in sentences.isEmpty ? [diagnostic] : sentences where !told.contains(sentence) {
        told.append(sentence)
      }
    }
    return CompileFailure(diagnostics: told, output: output)
  }
}

extension CellSource {
  /// The first use of each name in the statement that a diagnostic is about.
  fileprivate func uses(_ uses: [NameUses.Mention], inStatementAt diagnostic: Diagnostic) -> [NameUses.Mention] {
    guard let line = bytes(ofLine: diagnostic.line) else { return [] }
    let offset = line.lowerBound + diagnostic.column - 1
    guard let statement = statements.first(where: { $0.lowerBound <= offset && offset <= $0.upperBound })
    else { return [] }
    var seen: Set<String> = []
    return uses.filter { statement.contains($0.range.lowerBound) && seen.insert($0.name).inserted }
  }
}

extension Diagnostic {
  fileprivate init(unavailable use: NameUses.Mention, because reason: String, in source: CellSource, label: String) {
    self.init(
      error: "'\(use.name)' is unavailable: \(reason)", at: use.range, in: source, label: label)
  }

  /// An error of the kernel's own about a place in the text.
  init(error message: String, at range: Range<Int>, in source: CellSource, label: String) {
    let place = source.place(ofByte: range.lowerBound)
    let line = source.line(place.line).map(String.init) ?? ""
    let before = String(decoding: line.utf8.prefix(place.column - 1), as: UTF8.self)
    self.init(
      severity: .error, message: message, file: label, line: place.line, column: place.column, source: line,
      marks: [String(repeating: " ", count: before.count) + "^"])
  }
}
