/// A question to sourcekitd for what could stand somewhere, and the end of that session.
struct CompletionRequest {
  let open: SourceKitRequest
  let close: SourceKitRequest

  /// `offset` (UTF-8 bytes) is where the name begins, of which `prefix` is there already.
  ///
  /// Without a `prefix` thousands of the library's names could stand there; nobody reads them, so
  /// they are left out unless the caller `wantsLibrary`.
  init(
    _ source: PhysicalSource, offset: Int, prefix: String, wantsLibrary: Bool = false,
    _ context: CellContext
  ) {
    let hidden = prefix.isEmpty && !wantsLibrary ? Self.internals + Self.library : Self.internals
    open = SourceKitRequest(
      "codecomplete.open",
      [
        "name": .string(context.file), "sourcefile": .string(context.file),
        "sourcetext": .string(source.text), "offset": .integer(offset),
        "codecomplete.options": .dictionary(Self.options(prefix, hidden)),
        "compilerargs": .strings(context.editorArguments),
      ])
    close = SourceKitRequest(
      "codecomplete.close", ["name": .string(context.file), "offset": .integer(offset)])
  }

  private static let library = [
    "Swift", "_Concurrency", "_StringProcessing", "Foundation", "FoundationEssentials",
    "FoundationInternationalization", "Dispatch", "Glibc", "SwiftGlibc", "Musl", "Darwin",
  ]

  /// What `-disable-access-control` makes visible of modules that are the library's own affair.
  private static let internals = [
    "SwiftShims", "SwiftOverlayShims", "_SwiftConcurrencyShims", "_SynchronizationShims",
    "_Builtin_float", "_FoundationCShims", "_FoundationICU", "_FoundationCollections", "CDispatch",
  ]

  private static func options(
    _ prefix: String, _ hiddenModules: [String]
  ) -> [(key: String, value: SourceKitRequest.Value)] {
    [
      ("codecomplete.filtertext", .string(prefix)),
      // Enough for one letter with Foundation; what is not sent need not be ranked.
      ("codecomplete.requestlimit", .integer(3000)),
      ("codecomplete.fuzzymatching", .integer(0)),
      ("codecomplete.group.overloads", .integer(0)),
      ("codecomplete.hidelowpriority", .integer(0)),
      ("codecomplete.hideunderscores", .integer(0)),
      ("codecomplete.includeexactmatch", .integer(1)),
      ("codecomplete.addinneroperators", .integer(0)),
      ("codecomplete.addinnerresults", .integer(0)),
      ("codecomplete.showtopnonliteralresults", .integer(0)),
      (
        "codecomplete.filterrules",
        .dictionaries([
          [
            ("kind", .identifier("source.codecompletion.module")), ("hide", .integer(1)),
            ("names", .strings(hiddenModules)),
          ]
        ])
      ),
    ]
  }
}
