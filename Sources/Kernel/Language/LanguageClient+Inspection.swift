public import SuperposeEvaluation
import SuperposeJSON
import SuperposeReading

extension LanguageClient {
  /// Finds a cell's source by its module's name, such as `Cell3`.
  public typealias SourceOfCell = @Sendable (_ module: String) -> String?

  /// Documentation of the name at or directly before `position` (Unicode scalars), or of the
  /// function whose argument is there; `nil` if there is none.
  ///
  /// - Parameter sourceOfCell: Returns the source of a declaration, for
  ///   ``InspectionDetail/source``.
  public func inspection(
    of code: String, at position: Int, detail: InspectionDetail, in context: CellContext,
    sourceOfCell: @escaping SourceOfCell
  ) async -> MIMEData? {
    let cursor = Cursor(in: code, at: position)
    if let magic = magic(at: cursor) { return Description(magic).mimeData }
    let source = PhysicalSource(code, in: context, magics: magics)
    let explainer = NameExplainer(client: self, context: context, until: lastMoment)
    let origin: SourceOfCell = { module in
      module == context.moduleName ? code : sourceOfCell(module)
    }
    let wanted: SourceOfCell? = detail == .source ? origin : nil
    for name in cursor.namesToExplain {
      let place = source.byteOffset(of: name.range.lowerBound)
      guard await isName(at: place, in: source),
        let found = await explainer.explain(
          cursor.text(in: name.range), in: name.call, at: place, of: source)
      else { continue }
      let describe: @Sendable () -> MIMEData = {
        Description(found, call: name.call, in: context, sourceOfCell: wanted).mimeData
      }
      return try? await SourceReading.read(code, within: Self.readingLimit, describe)
    }
    return nil
  }

  /// Whether what stands at `offset` (UTF-8 bytes) is a name, and the text is not too much to read.
  private func isName(at offset: Int, in source: PhysicalSource) async -> Bool {
    let isProse = try? await SourceReading.read(source.text, within: Self.readingLimit) {
      source.isProse(at: offset)
    }
    return isProse == false
  }

  /// What is known of a name as in `name?`, which may be a path such as `point.moved`.
  public func inspection(
    ofName name: String, detail: InspectionDetail, in context: CellContext,
    sourceOfCell: @escaping SourceOfCell
  ) async -> MIMEData? {
    await inspection(
      of: name, at: name.unicodeScalars.count, detail: detail, in: context,
      sourceOfCell: sourceOfCell)
  }

  private func magic(at cursor: Cursor) -> Magic? {
    let line = cursor.line
    guard let name = Magic.name(in: line.text[...]), let start = line.text.firstRange(of: name)
    else { return nil }
    let end = line.text.unicodeScalars.distance(
      from: line.text.startIndex, to: start.upperBound)
    guard cursor.position - line.start <= end else { return nil }
    return magics.first { $0.name == name }
  }
}

extension Cursor {
  /// The names to inspect at this position, most likely first: the name at the cursor, and the
  /// function of the enclosing call.
  fileprivate var namesToExplain: [(range: Range<Int>, call: OpenCall?)] {
    let isNumber = name.first.map { scalars[$0].properties.numericType != nil } ?? true
    return (isNumber ? [] : [(name, nil)]) + (call.map { [($0.name, $0)] } ?? [])
  }
}
