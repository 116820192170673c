public import SuperposeDisplay
internal import SuperposeJSON

/// The results of a sweep, or of those points that are done.
public struct SweepResults: Sendable {
  public let sweep: Sweep
  /// One row for each point that is done, in the order of the points: its number, its parameters, its seed
  /// and its measurements in alphabetical order.
  public let table: Table
  /// Points without a result.
  public let missing: [SweepPoint]

  init(of sweep: Sweep, in folder: SweepFolder) {
    let work = sweep.work.identity
    self.init(of: sweep) { folder.result(of: $0, work) }
  }

  init(of sweep: Sweep, result: (SweepPoint) -> JSONObject?) {
    var found: [(point: SweepPoint, values: JSONObject)] = []
    var missing: [SweepPoint] = []
    for point in sweep.points {
      if let values = result(point) { found.append((point, values)) } else { missing.append(point) }
    }
    let names = Set(found.flatMap(\.values.keys)).sorted()
    self.sweep = sweep
    self.missing = missing
    table = Table(
      columns: ["point"] + sweep.axes.map(\.name) + [SweepAxis.seedName] + names,
      rows: found.map { point, values in
        [Table.Cell(text: "\(point.number)", isNumber: true)]
          + point.parameters.map { Table.Cell($0.value) } + [Table.Cell(text: "\(point.seed)", isNumber: true)]
          + names.map { values[$0].map { Table.Cell($0) } ?? Table.Cell(text: "") }
      })
  }

  /// The measurements' columns.
  public var measurements: [String] { Array(table.columns.dropFirst(sweep.axes.count + 2)) }
}

extension SweepResults: CustomStringConvertible, Displayable {
  /// `phase: 12 of 40 points`.
  public var description: String {
    "\(sweep.name): \(sweep.points.count - missing.count) of \(sweep.points.count) points"
  }

  public var mimeBundle: MIMEBundle { table.mimeBundle }
}

extension Table.Cell {
  /// A number is shown with four digits and kept exactly.
  fileprivate init(_ value: JSONValue) {
    switch value {
    case .integer(let number): self.init(text: "\(number)", isNumber: true)
    case .number(let number):
      let (brief, exact) = (NumberText.shown(number), "\(number)")
      self.init(text: brief, isNumber: true, exact: brief == exact ? nil : exact)
    case .string(let text): self.init(text: text, isNumber: Double(text).map { !$0.isFinite } ?? false)
    default: self.init(text: value.brief)
    }
  }
}
