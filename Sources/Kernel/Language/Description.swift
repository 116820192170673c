import SuperposeEvaluation
import SuperposeJSON

/// The description of a name: its declaration, its documentation and its origin.
struct Description {
  var declaration: String
  var documentation: DocumentationComment?
  /// The parameter whose argument is at the cursor.
  var parameter: ParameterList.Parameter?
  var origin: String?
  var source: String?

  init(_ magic: Magic) {
    declaration = magic.name
    documentation = DocumentationComment(magic.summary)
  }

  init(
    _ meanings: Meanings, call: OpenCall?, in context: CellContext,
    sourceOfCell: LanguageClient.SourceOfCell?
  ) {
    let answer = meanings.type ?? meanings.all[0]
    let module = answer.moduleName ?? context.moduleName
    let isCells = module == context.moduleName || context.cellModules.contains(module)
    // A flag isolates cells to the main actor, so the attribute would precede every name.
    let all = meanings.all.map { meaning in
      let text = meaning.declarations(hidingMainActor: isCells)
      let here = call.flatMap { ParameterList(text).parameter(at: $0.labels) }
      return (text: text, parameter: here, comment: meaning.documentation)
    }
    let ordered = all.filter { $0.parameter != nil } + all.filter { $0.parameter == nil }
    declaration = ordered.map(\.text).joined(separator: "\n")
    documentation = (ordered[0].comment ?? answer.documentation).map(DocumentationComment.init)
    parameter = ordered[0].parameter
    // Names that start with an underscore are internal to the library.
    origin = isCells || module.hasPrefix("_") ? nil : module
    if isCells, let name = answer.baseName, let cell = sourceOfCell?(module) {
      source = DeclarationFinder.declarations(of: name, in: cell) ?? cell
    }
  }

  /// As plain text and as Markdown.
  var mimeData: MIMEData {
    MIMEData(data: ["text/plain": .string(plainText), "text/markdown": .string(markdown)])
  }

  private var markdown: String {
    let parts = [
      "```swift\n\(declaration)\n```", parameter.map { "**At the cursor:** `\($0.text)`" },
      documentation?.markdown, origin.map { "*From \($0)*" },
      source.map { "**Source:**\n\n```swift\n\($0)\n```" },
    ]
    return parts.compactMap(\.self).filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private var plainText: String {
    let parts = [
      declaration, parameter.map { "At the cursor: \($0.text)" }, documentation?.plainText, origin.map { "From \($0)" },
      source.map { "Source:\n\n\($0)" },
    ]
    return parts.compactMap(\.self).filter { !$0.isEmpty }.joined(separator: "\n\n")
  }
}
