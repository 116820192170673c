/// A request to sourcekitd about the meaning of a name, with the requests that open and close its
/// text.
struct CursorRequest {
  let open: SourceKitRequest
  let ask: SourceKitRequest
  let close: SourceKitRequest

  /// `offset` is in UTF-8 bytes, anywhere in the name.
  init(_ source: PhysicalSource, offset: Int, _ context: CellContext) {
    let file = SourceKitRequest.Value.string(context.file)
    let arguments = SourceKitRequest.Value.strings(context.editorArguments)
    open = SourceKitRequest(
      "editor.open",
      [
        "name": file, "sourcetext": .string(source.text), "enablesyntaxmap": .integer(0),
        "enablesubstructure": .integer(0), "enablediagnostics": .integer(0),
        "syntactic_only": .integer(1), "compilerargs": arguments,
      ])
    ask = SourceKitRequest(
      "cursorinfo",
      [
        "sourcefile": file, "offset": .integer(offset),
        "cancel_on_subsequent_request": .integer(0), "compilerargs": arguments,
      ])
    close = SourceKitRequest("editor.close", ["name": file])
  }
}
