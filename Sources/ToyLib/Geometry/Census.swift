public import SuperposeDisplay

/// The number of elements in each class.
public struct Census<Class: Hashable>: CustomStringConvertible {
  /// The classes, largest first.
  public let counts: [(name: Class, count: Int)]
  /// The total number of elements.
  public let total: Int

  init(_ classes: [Class]) {
    total = classes.count
    var order: [Class] = []
    var counts: [Class: Int] = [:]
    for name in classes {
      if counts[name] == nil { order.append(name) }
      counts[name, default: 0] += 1
    }
    self.counts = order.map { ($0, counts[$0] ?? 0) }.sorted { $0.count > $1.count }
  }

  /// The number of elements in the class `name`.
  public subscript(name: Class) -> Int { counts.first { $0.name == name }?.count ?? 0 }

  public var description: String {
    counts.map { "\($0.count) of \(total): \($0.name)" }.joined(separator: ", ")
  }
}

extension Census: Sendable where Class: Sendable {}

extension Census: Displayable {
  public var mimeBundle: MIMEBundle { table.mimeBundle }

  /// One row for each class, with its fraction of the total.
  public var table: Table {
    Table(
      columns: ["class", "count", "share"],
      rows: counts.map { part in
        [
          Table.Cell(text: "\(part.name)"), Table.Cell(text: "\(part.count)", isNumber: true),
          Table.Cell(
            text: NumberText.decimal(Double(part.count) / Double(total), digits: 3), isNumber: true),
        ]
      })
  }
}
