internal import SuperposeCells
internal import SuperposeEvaluation
internal import SuperposeReading

extension CellSource {
  /// Reads a cell's text with bounds on time and stack.
  ///
  /// - Throws: A failure that says what of the text is too much.
  static func reading(_ code: String, languageMode: LanguageMode = .swift5) async throws -> CellSource {
    try await bounded(code) { CellSource(code, languageMode: languageMode) }
  }

  /// Calls `body`, which parses `code`, with bounds on time and stack.
  ///
  /// - Throws: A failure that says what of the text is too much.
  static func bounded<Result: Sendable>(
    _ code: String, _ body: @escaping @Sendable () -> Result
  ) async throws -> Result {
    do {
      return try await SourceReading.read(code, within: .seconds(3), body)
    } catch {
      throw Failure(name: "CompileError", value: "\(error)", traceback: [])
    }
  }
}
