/// A question to sourcekitd for what could stand somewhere, and the end of that session.
struct CompletionRequest {
  let open: SourceKitRequest
  let close: SourceKitRequest

  /// `offset` (UTF-8 bytes) is where the name begins, of which `prefix` is there already.
  init(_ source: PhysicalSource, offset: Int, prefix: String, _ context: CellContext) {
    open = SourceKitRequest(
      "codecomplete.open",
      [
        "name": .string(context.file), "sourcefile": .string(context.file),
        "sourcetext": .string(source.text), "offset": .integer(offset),
        "codecomplete.options": .dictionary(Self.options(prefix)),
        "compilerargs": .strings(context.editorArguments),
      ])
    close = SourceKitRequest(
      "codecomplete.close", ["name": .string(context.file), "offset": .integer(offset)])
  }

  private static func options(_ prefix: String) -> [(key: String, value: SourceKitRequest.Value)] {
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
    ]
  }
}
