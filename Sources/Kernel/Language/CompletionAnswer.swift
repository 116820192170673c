/// What sourcekitd answers to `codecomplete.open`.
struct CompletionAnswer: Decodable {
  let candidates: [CompletionCandidate]

  private enum CodingKeys: String, CodingKey {
    case candidates = "key.results"
  }
}

/// One thing that could stand at the cursor.
package struct CompletionCandidate: Decodable {
  /// Such as `source.lang.swift.decl.function.free`.
  let kind: String
  /// With all labels, such as `moved(by::)`.
  let name: String
  /// For reading, such as `moved(by: Double) throws`.
  let description: String
  /// For inserting, with `<#placeholders#>`.
  let sourceText: String
  /// The type of its value.
  let typeName: String?
  /// How near it is, such as `source.codecompletion.context.local`.
  let context: String?
  let moduleName: String?
  /// How many imports away the module is.
  let importDepth: Int?
  /// How much text before the cursor it replaces, such as the dot for `?.count`.
  let bytesToErase: Int?
  /// The first sentence of its documentation.
  let summary: String?
  /// It is there to explain why it cannot be used.
  let isNotRecommended: Int?
  /// The declarations it stands for, by their mangled names.
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
