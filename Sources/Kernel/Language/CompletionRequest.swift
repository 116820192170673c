/// A completion request to sourcekitd, with the request that closes its session.
struct CompletionRequest {
  let open: SourceKitRequest
  let close: SourceKitRequest

  /// `offset` (UTF-8 bytes) is the start of the name, of which `prefix` is typed already.
  ///
  /// Without a `prefix` there are thousands of library names, so they are left out unless the
  /// caller `wantsLibrary`.
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

  /// Internal names of library modules, which `-disable-access-control` makes visible.
  private static let internals = [
    "SwiftShims", "SwiftOverlayShims", "_SwiftConcurrencyShims", "_SynchronizationShims",
    "_Builtin_float", "_FoundationCShims", "_FoundationICU", "_FoundationCollections", "CDispatch",
  ]

  private static func options(
    _ prefix: String, _ hiddenModules: [String]
  ) -> [(key: String, value: SourceKitRequest.Value)] {
    [
      ("codecomplete.filtertext", .string(prefix)),
      // Enough for one letter with Foundation; fewer candidates take less time to rank.
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
