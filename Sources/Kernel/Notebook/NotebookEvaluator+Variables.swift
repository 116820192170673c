internal import SuperposeCells
internal import SuperposeDisplay
public import SuperposeEvaluation
internal import SuperposeHostLink
internal import SuperposeJSON

/// What is known of the values of a notebook's variables.
struct KnownVariables: Sendable {
  var list: [Variable] = []
  /// Parts that have been asked for since the values were read.
  var parts: [Variable.Path: [Variable]] = [:]
  /// Whether no cell and no widget has run since.
  var isFresh = false
  /// The reading that is going on.
  var reading: Task<Void, Never>?
  /// Types of variables that have no storage, by modules and names.
  var emptyTypes: [String: String] = [:]
  /// Why values could not be read, by the variables' symbols.
  var unreadable: [String: String] = [:]

  /// How long a front end waits for values to be read. Then it gets what is known.
  static let readingLimit = Duration.seconds(1)
  /// How long the description of one value may take, and that of a picture.
  static let patience = Duration.seconds(2)
  static let displayPatience = Duration.seconds(20)
}

extension NotebookEvaluator {
  public func variables() async -> [Variable] {
    if !isRunning, !known.isFresh, host.isRunning { await finished(readingBetweenCells()) }
    return known.list
  }

  public func parts(of path: Variable.Path) async throws -> [Variable] {
    if let parts = known.parts[path] { return parts }
    guard let symbol = try symbol(of: path.name) else { return [] }
    let variable = StoredVariable(name: path.name, symbol: symbol)
    guard !isRunning else { throw VariableRefusal("A cell runs: parts are listed after its end.") }
    let (end, answers) = try await between {
      try await self.host.inspect(.parts(variable, path: path.parts), patience: KnownVariables.patience)
    }
    guard end.reason == .returned else { throw VariableRefusal("The parts of '\(path.name)' cannot be described.") }
    let parts = answers.enumerated().compactMap { number, answer in
      VariableSummary(answer).map {
        Variable($0, at: Variable.Path(name: path.name, parts: path.parts + [number]))
      }
    }
    if known.isFresh { known.parts[path] = parts }
    return parts
  }

  public func display(ofVariable name: String) async throws -> MIMEData {
    let symbol = try symbol(of: name)
    guard !isRunning else { throw VariableRefusal("A cell runs: '\(name)' is shown after its end.") }
    guard let symbol else { return try await displayOfEmpty(name) }
    let variable = StoredVariable(name: name, symbol: symbol)
    let (end, answers) = try await between {
      try await self.host.inspect(.display(variable), patience: KnownVariables.displayPatience)
    }
    if let data = answers.first { return data }
    let reason = await reporter.report(on: end).map { ": \($0.failure.value)" } ?? ""
    throw VariableRefusal("'\(name)' cannot be shown\(reason)")
  }

  /// Shows the notebook's variables, their types, values and sizes.
  func showVariables(_ submission: Submission) async throws {
    await readVariables()
    if known.list.isEmpty {
      show(.stream(.stdout, "No variables yet.\n"), submission)
    } else {
      let rows = known.list.map { [$0.name, $0.type, $0.value, $0.size] }
      let table = Table([["name", "type", "value", "size"]] + rows)
      show(.display(MIMEData(table.mimeBundle), displayID: nil), submission)
    }
    showStartUpFiles(submission)
  }

  /// The variable whose name is at a cursor outside of all braces.
  func variable(in code: String, at cursor: Int) async -> Variable? {
    guard let name = CodeName(in: code, at: cursor)?.variable, chain.variables.contains(name) else { return nil }
    return await variables().first { $0.name == name }
  }

  // MARK: Reading

  private func readingBetweenCells() -> Task<Void, Never> {
    if let reading = known.reading { return reading }
    let reading = betweenCells {
      await self.readVariables()
      await self.endReading()
    }
    known.reading = reading
    return reading
  }

  private func endReading() { known.reading = nil }

  /// Waits for a task, but not for long.
  private func finished(_ task: Task<Void, Never>) async {
    let (ended, end) = AsyncStream.makeStream(of: Never.self)
    Task {
      await task.value
      end.finish()
    }
    Task {
      try? await Task.sleep(for: KnownVariables.readingLimit)
      end.finish()
    }
    for await _ in ended {}
  }

  /// Reads the values of all variables.
  private func readVariables() async {
    known.isFresh = true
    known.parts = [:]
    await readEmptyTypes()
    let all = chain.variablesWithCells.map { name, cell in
      (name: name, symbol: cell.image.symbolsOfVariables[name], type: known.emptyTypes[Self.key(name, cell)])
    }
    var summaries: [String: VariableSummary] = [:]
    var rest = all.compactMap { item in item.symbol.map { StoredVariable(name: item.name, symbol: $0) } }
      .filter { known.unreadable[$0.symbol] == nil }
    while !rest.isEmpty {
      do {
        let (end, answers) = try await host.inspect(.summaries(rest), patience: KnownVariables.patience)
        for summary in answers.compactMap({ VariableSummary($0) }) { summaries[summary.name] = summary }
        guard end.reason != .returned, answers.count < rest.count else { break }
        // The first one without an answer is the cause. The others are read without it.
        known.unreadable[rest[answers.count].symbol] = end.reason.words
        rest.removeFirst(answers.count + 1)
      } catch {
        noteLoss(error)
        known.list = []
        return
      }
    }
    known.list = all.map { name, symbol, type in
      guard let symbol else { return Variable(name: name, type: type ?? "", value: type ?? "") }
      return Variable(named: name, symbol: symbol, summaries[name], known.unreadable)
    }
  }

  /// Asks the compiler for the types of variables without storage, once for each.
  private func readEmptyTypes() async {
    let new = chain.variablesWithCells.filter { name, cell in
      cell.image.symbolsOfVariables[name] == nil && known.emptyTypes[Self.key(name, cell)] == nil
    }
    guard !new.isEmpty else { return }
    // A statement for each, in a function: the compiler takes far longer for one expression or at the top level.
    let lines = new.map { "types.add(\"\($0.name)\", `\($0.name)`)\n" }
    let code = """
      func __types() -> __TypesOfVariables {
      var types = __TypesOfVariables()
      \(lines.joined())return types
      }
      __types().bundle
      """
    // If they cannot be compiled, they stay unknown: the next list must not wait for the compiler again.
    for (name, cell) in new { known.emptyTypes[Self.key(name, cell)] = "" }
    guard let outputs = try? await runAside(code, label: "variables") else { return }
    for case .result(let data, _) in outputs {
      let types = data.data["application/json"]?.object ?? [:]
      for (name, cell) in new {
        known.emptyTypes[Self.key(name, cell)] = types[name]?.string?.withoutModuleNames
      }
    }
  }

  /// What the notebook shows for a variable without storage.
  private func displayOfEmpty(_ name: String) async throws -> MIMEData {
    let task = betweenCells { () -> Result<[Output], any Error> in
      do { return .success(try await self.runAside("`\(name)`", label: name)) } catch { return .failure(error) }
    }
    do {
      for case .result(let data, _) in try await task.value.get() { return data }
    } catch {
      throw VariableRefusal("'\(name)' cannot be shown: \(Failure(reporting: error).value)")
    }
    throw VariableRefusal("'\(name)' shows nothing.")
  }

  private static func key(_ name: String, _ cell: ChainLink) -> String { "\(cell.image.unit.name).\(name)" }

  private func symbol(of name: String) throws -> String? {
    guard let found = chain.variablesWithCells.first(where: { $0.name == name }) else {
      throw VariableRefusal("The notebook has no variable '\(name)'.")
    }
    return found.cell.image.symbolsOfVariables[name]
  }

  /// The answers to a question that is asked between cells.
  private func between(
    _ ask: @escaping @Sendable () async throws -> (end: CellEnd, answers: [MIMEData])
  ) async throws -> (end: CellEnd, answers: [MIMEData]) {
    let task = betweenCells { () -> Result<(end: CellEnd, answers: [MIMEData]), any Error> in
      do { return .success(try await ask()) } catch { return .failure(error) }
    }
    do { return try await task.value.get() } catch {
      noteLoss(error)
      throw VariableRefusal("The process that runs cells has ended.")
    }
  }
}

extension Variable {
  fileprivate init(
    named name: String, symbol: String, _ summary: VariableSummary?, _ unreadable: [String: String]
  ) {
    let type = Self.type(ofSymbol: symbol)
    if let reason = unreadable[symbol] {
      self.init(name: name, type: type, value: reason)
    } else if var summary {
      summary.type = summary.type ?? type
      self.init(summary, at: Path(name: name))
    } else {
      self.init(name: name, type: type, value: "")
    }
  }

  fileprivate init(_ summary: VariableSummary, at path: Path) {
    self.init(
      name: summary.name, type: summary.type ?? "", value: summary.value, size: summary.size,
      path: summary.hasParts ? path : nil)
  }

  /// The declared type, from a variable's mangled name.
  private static func type(ofSymbol symbol: String) -> String {
    let text = Mangling.demangled(symbol)
    guard let colon = text.firstRange(of: " : ") else { return "" }
    return String(text[colon.upperBound...]).withoutModuleNames.replacing("Swift.", with: "")
  }
}

extension VariableSummary {
  fileprivate init?(_ answer: MIMEData) {
    guard let json = answer.data["application/json"]?.object else { return nil }
    self.init(json: json)
  }
}

extension CellEnd.Reason {
  /// Why there is no value.
  fileprivate var words: String {
    switch self {
    case .interrupted: "(its description takes too long)"
    case .trapped(_, let message, _): message.isEmpty ? "(its description crashed)" : "(\(message))"
    default: "(its description failed)"
    }
  }
}

extension MIMEData {
  /// The same description with the value of the variable that it describes.
  func adding(value variable: Variable) -> MIMEData {
    guard !variable.value.isEmpty else { return self }
    let size = variable.size.isEmpty ? "" : " (\(variable.size))"
    var copy = self
    for (type, words) in [
      ("text/plain", "\n\nValue: \(variable.value)\(size)"),
      ("text/markdown", "\n\n**Value:** `\(variable.value)`\(size)"),
    ] {
      if let text = copy.data[type]?.string { copy.data[type] = .string(text + words) }
    }
    return copy
  }
}
