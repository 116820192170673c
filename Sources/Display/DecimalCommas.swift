/// Numbers such as `1,5`, as spreadsheets write them in many languages.
struct DecimalCommas {
  /// What is before decimals, if that is known.
  let decimal: Character?
  /// Whether numbers may have a comma where nothing is known.
  let isLikely: Bool

  /// Writes numbers with a point, where the rows have them with a comma.
  func replace(in rows: inout [[String]], columns: Int) {
    guard decimal == "," || (decimal == nil && isLikely && !Self.havePoints(rows)) else { return }
    for column in 0..<columns where decimal == "," || Self.hasOnlyNumbers(rows, column) {
      for row in rows.indices where column < rows[row].count {
        if let number = Self.number(rows[row][column]) { rows[row][column] = number }
      }
    }
  }

  /// Whether a comma is nothing but a decimal one. In a column with `1,2,3`, `1,2` is a list, too.
  private static func hasOnlyNumbers(_ rows: [[String]], _ column: Int) -> Bool {
    rows.allSatisfy { column >= $0.count || !$0[column].utf8.contains(comma) || number($0[column]) != nil }
  }

  /// Whether there is a number with a point, such as `1.5`.
  private static func havePoints(_ rows: [[String]]) -> Bool {
    rows.contains { $0.contains { $0.utf8.contains(point) && Double($0) != nil } }
  }

  /// `1.5` for `1,5`; `nil` for other text.
  private static func number(_ text: String) -> String? {
    guard text.utf8.contains(comma), !text.utf8.contains(point) else { return nil }
    let number = text.replacing(",", with: ".")
    return Double(number) == nil ? nil : number
  }

  private static let comma = UInt8(ascii: ",")
  private static let point = UInt8(ascii: ".")
}
