/// The answer of sourcekitd to `cursorinfo`.
struct CursorAnswer: Decodable {
  /// Such as `moved(by:_:)`; absent if the name is unknown.
  let name: String?
  let moduleName: String?
  /// The declaration as XML.
  let annotatedDeclaration: String?
  /// The doc comment as it was written, without slashes.
  let documentation: String?
  /// Other meanings of the name, such as the initialiser of a type.
  let others: [CursorAnswer]?
  /// Such as `source.lang.swift.ref.struct`.
  let kind: String?

  private enum CodingKeys: String, CodingKey {
    case name = "key.name"
    case moduleName = "key.modulename"
    case annotatedDeclaration = "key.annotated_decl"
    case documentation = "key.doc_comment"
    case others = "key.secondary_symbols"
    case kind = "key.kind"
  }
}

extension CursorAnswer {
  /// Whether it is a type, which may have initialisers.
  var isType: Bool {
    ["struct", "class", "enum", "actor", "typealias"].contains { kind?.hasSuffix(".\($0)") == true }
  }

  var isFunction: Bool { kind?.contains(".function.") == true }

  /// The name without labels.
  var baseName: String? { name.map { String($0.prefix { $0 != "(" }) } }

  /// The declarations as Swift source, including those of ``others``, one below the other.
  func declarations(hidingMainActor: Bool) -> String {
    let all = [self] + (others ?? [])
    let texts = all.compactMap(\.annotatedDeclaration).map {
      let swift = $0.withoutTags.withoutNoise
      return hidingMainActor ? swift.replacing("@MainActor ", with: "") : swift
    }
    return texts.joined(separator: "\n")
  }
}

extension String {
  /// The text of a piece of XML.
  fileprivate var withoutTags: String {
    var text = ""
    var rest = self[...]
    while let tag = rest.firstIndex(of: "<") {
      text += rest[..<tag]
      rest = rest[tag...].drop { $0 != ">" }.dropFirst()
    }
    text += rest
    let entities = [
      ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&"),
    ]
    return entities.reduce(text) { $0.replacing($1.0, with: $1.1) }
  }

  /// Removes attributes that only the compiler needs.
  fileprivate var withoutNoise: String {
    split(separator: " ", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("@_") && !$0.hasPrefix("@inline") && $0 != "@inlinable" && $0 != "@frozen" }
      .joined(separator: " ")
  }
}
