// Names start with two underscores so that they do not clash with names in cells.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

/// The notebook's variables as `%who` lists them.
public struct __Variables {
  private var rows: [[String]] = [["name", "type", "size"]]

  public init() {}

  /// The list.
  public var table: Table { Table(rows) }

  /// Adds a variable: the name, the type and the size of its value.
  public mutating func add<Value>(_ name: String, _ value: Value) {
    rows.append([name, "\(type(of: value as Any))", size(of: value)])
  }

  /// Adds a variable whose value cannot be copied.
  public mutating func add<Value: ~Copyable>(_ name: String, _: borrowing Value) {
    rows.append([name, "\(Value.self)", ""])
  }
}

/// How much a value holds, such as `1,000 elements` or `3 × 4`; empty for a single thing.
private func size(of value: Any) -> String {
  switch value {
  case let matrix as Matrix: "\(matrix.rows) × \(matrix.columns)"
  case let text as String: counted(text.utf8.count, "byte")
  case let list as any RandomAccessCollection: counted(list.count, "element")
  default:
    switch Mirror(reflecting: value).displayStyle {
    // The others may count by walking through themselves.
    case .dictionary, .set: (value as? any Collection).map { counted($0.count, "element") } ?? ""
    default: ""
    }
  }
}

/// `1,000 elements`
private func counted(_ count: Int, _ unit: String) -> String {
  var digits = String(count)
  var place = digits.count - 3
  while place > 0 {
    digits.insert(",", at: digits.index(digits.startIndex, offsetBy: place))
    place -= 3
  }
  return "\(digits) \(unit)\(count == 1 ? "" : "s")"
}
