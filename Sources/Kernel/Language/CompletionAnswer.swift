/// The answer of sourcekitd to `codecomplete.open`.
struct CompletionAnswer: Decodable {
  let candidates: [CompletionCandidate]

  private enum CodingKeys: String, CodingKey {
    case candidates = "key.results"
  }
}

/// One completion candidate.
package struct CompletionCandidate: Decodable {
  /// Such as `source.lang.swift.decl.function.free`.
  let kind: String
  /// With all labels, such as `moved(by::)`.
  let name: String
  /// For display, such as `moved(by: Double) throws`.
  let description: String
  /// For insertion, with `<#placeholders#>`.
  let sourceText: String
  /// The type of its value.
  let typeName: String?
  /// Its context, such as `source.codecompletion.context.local`.
  let context: String?
  let moduleName: String?
  /// The distance of the module in imports.
  let importDepth: Int?
  /// The length of the text before the cursor that it replaces, such as the dot for `?.count`.
  let bytesToErase: Int?
  /// The first sentence of its documentation.
  let summary: String?
  /// Whether it cannot be used here; it is listed only with an explanation.
  let isNotRecommended: Int?
  /// The mangled names of its declarations.
  let usrs: String?

  private enum CodingKeys: String, CodingKey {
    case kind = "key.kind"
    case name = "key.name"
    case description = "key.description"
    case sourceText = "key.sourcetext"
    case typeName = "key.typename"
    case context = "key.context"
    case moduleName = "key.modulename"
    case importDepth = "key.moduleimportdepth"
    case bytesToErase = "key.num_bytes_to_erase"
    case summary = "key.doc.brief"
    case isNotRecommended = "key.not_recommended"
    case usrs = "key.associated_usrs"
  }
}
