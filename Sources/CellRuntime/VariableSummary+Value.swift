import SuperposeHostLink
import ToyLib

extension VariableSummary {
  package init(name: String, of value: Any) {
    self.init(
      name: name, type: "\(Swift.type(of: value))".withoutModuleNames, value: shortText(of: value),
      size: SuperposeCellRuntime.size(of: value), hasParts: !ValueParts(of: value).isEmpty)
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
func counted(_ count: Int, _ unit: String) -> String {
  var digits = String(count)
  var place = digits.count - 3
  while place > 0 {
    digits.insert(",", at: digits.index(digits.startIndex, offsetBy: place))
    place -= 3
  }
  return "\(digits) \(unit)\(count == 1 ? "" : "s")"
}
