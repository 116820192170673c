internal import SuperposeCells
internal import SuperposeEvaluation
internal import SuperposeReading

extension CellSource {
  /// Reads a cell's text with bounds on time and stack.
  ///
  /// - Throws: A failure that says what of the text is too much.
  static func reading(_ code: String, languageMode: LanguageMode = .swift5) async throws -> CellSource {
    do {
      return try await SourceReading.read(code, within: .seconds(3)) {
        CellSource(code, languageMode: languageMode)
      }
    } catch {
      throw Failure(name: "CompileError", value: "\(error)", traceback: [])
    }
  }
}
