import SuperposeEvaluation
import SuperposeJSON

/// The description of a name: its declaration, its documentation and its origin.
struct Description {
  var declaration: String
  var documentation: DocumentationComment?
  var origin: String?
  var source: String?

  init(_ magic: Magic) {
    declaration = magic.name
    documentation = DocumentationComment(magic.summary)
  }

  init(_ answer: CursorAnswer, in context: CellContext, sourceOfCell: LanguageClient.SourceOfCell?) {
    let module = answer.moduleName ?? context.moduleName
    let isCells = module == context.moduleName || context.cellModules.contains(module)
    // A flag isolates cells to the main actor, so the attribute would precede every name.
    declaration = answer.declarations(hidingMainActor: isCells)
    documentation = answer.documentation.map(DocumentationComment.init)
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
      "```swift\n\(declaration)\n```", documentation?.markdown, origin.map { "*From \($0)*" },
      source.map { "**Source:**\n\n```swift\n\($0)\n```" },
    ]
    return parts.compactMap(\.self).filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private var plainText: String {
    let parts = [
      declaration, documentation?.plainText, origin.map { "From \($0)" },
      source.map { "Source:\n\n\($0)" },
    ]
    return parts.compactMap(\.self).filter { !$0.isEmpty }.joined(separator: "\n\n")
  }
}
