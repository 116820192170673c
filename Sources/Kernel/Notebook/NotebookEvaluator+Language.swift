internal import SuperposeCells
public import SuperposeEvaluation
internal import SuperposeLanguage
internal import SuperposePackages

extension NotebookEvaluator {
  /// After no cell has run for `pause`, starts a compiler in advance and lets the language process
  /// load earlier cells. Then the first Tab after a cell is almost as fast as the second.
  ///
  /// Not in a batch run, where nobody presses Tab, and these processes use more memory than all
  /// others together.
  func warmUp(after pause: Duration = .milliseconds(300)) {
    warming?.cancel()
    guard isWatched != false else { return }
    warming = Task {
      try await Task.sleep(for: pause)
      builder.compiler.keepReady(true)
      await language.warm(in: languageContext())
    }
  }

  public func completeness(of code: String) async -> Completeness {
    guard let code = try? await swift(of: code) else { return .unknown }
    return await language.completeness(of: code)
  }

  /// Notes that somebody types, which a batch run never does: some front ends send cells as if nobody watched.
  private func noteReader() {
    guard isWatched != true else { return }
    isWatched = true
    warmUp()
  }

  public func completions(of code: String, at cursor: Int) async -> Completions {
    defer { noteReader() }
    guard let context = await languageContext(of: code) else {
      return Completions(items: [], range: cursor..<cursor)
    }
    var completions = await language.completions(of: code, at: cursor, in: context)
    completions.items.removeAll { isGenerated($0.text) }
    return completions
  }

  public func inspection(
    of code: String, at cursor: Int, detail: InspectionDetail
  ) async -> MIMEData? {
    defer { noteReader() }
    guard let context = await languageContext(of: code) else { return nil }
    let found = await language.inspection(
      of: code, at: cursor, detail: detail, in: context, sourceOfCell: sourceOfCell)
    guard let found, let variable = await variable(in: code, at: cursor) else { return found }
    return found.adding(value: variable)
  }

  /// The pager text for `name?`.
  ///
  /// - Throws: A failure named `NotFound` if there is no such declaration.
  func page(_ name: String, withSource: Bool) async throws -> Payload {
    let data = await language.inspection(
      ofName: name, detail: withSource ? .source : .documentation, in: languageContext(),
      sourceOfCell: sourceOfCell)
    guard let data else {
      throw Failure(
        name: "NotFound", value: "no declaration named '\(name)' was found", traceback: [])
    }
    return .page(data, start: 0)
  }

  /// Internal names of the kernel, which completion hides.
  private func isGenerated(_ name: String) -> Bool {
    name.hasPrefix("__") || [Chain.root, "NextCell", PackageSet.name].contains(name)
      || name.wholeMatch(of: #/Superposecell\d+_\w+/#) != nil
  }

  /// What the next cell would be compiled with, if its text is `code`; `nil` when that is too much to read.
  private func languageContext(of code: String) async -> CellContext? {
    guard let source = try? await CellSource.reading(code, languageMode: languageMode) else { return nil }
    return await languageContext(of: source)
  }

  private func languageContext(of source: CellSource = CellSource("")) async -> CellContext {
    await completeChain()
    // A new name whenever the chain grows: for equal flags sourcekitd caches the search paths, and
    // would not find the modules of newer cells.
    let next = CellUnit(
      name: "NextCellAfter\(chain.links.last.map { $0.shadow ?? $0.image.unit.name } ?? Chain.root)", label: "Cell",
      source: source,
      sight: chain.fullSight, known: chain.known)
    return CellContext(
      moduleName: next.name, prelude: next.prelude,
      compilerArguments: builder.compiler.languageArguments(for: next, reader: .language) + [
        "-disable-objc-interop", "-Onone",
      ],
      cellModules: chain.links.map(\.image.unit.name),
      projectModules: LibraryModules.imported, importableModules: Set(importableModules))
  }

  private var sourceOfCell: @Sendable (String) -> String? {
    let codes = Dictionary(
      chain.links.map { ($0.image.unit.name, $0.code) }, uniquingKeysWith: { $1 })
    return { codes[$0] }
  }
}
