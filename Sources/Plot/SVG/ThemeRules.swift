/// The style rules for dark pages, one class for each colour that changes.
struct ThemeRules {
  enum Property: String { case fill, stroke }

  private var classes: [String: String] = [:]
  private var rules: [String] = []
  /// Whether some images have a dark variant.
  var hasImages = false

  /// The class that turns `color` dark, made at first use; `nil` when the colour stays.
  mutating func className(for color: Color, on property: Property) -> String? {
    guard color.light != color.dark else { return nil }
    let key = "\(property.rawValue) \(color.light) \(color.dark)"
    if let known = classes[key] { return known }
    let name = "\(property == .fill ? "f" : "s")\(classes.count)"
    classes[key] = name
    rules.append("." + name + "{\(property.rawValue):\(Self.hex(color.dark))}")
    return name
  }

  /// The style element, its rules confined to the SVG of class `name`; empty without rules.
  func style(under name: String) -> String {
    let images = hasImages ? [".by-day{display:none}", ".by-night{display:inline}"] : []
    let all = rules + images
    guard !all.isEmpty else { return "" }
    let text = all.map { ".\(name) \($0)" }.joined(separator: "\n")
    return "<style>@media (prefers-color-scheme: dark){\n\(text)\n}</style>\n"
  }

  static func hex(_ value: UInt32) -> String {
    let text = String(value, radix: 16, uppercase: false)
    return "#" + String(repeating: "0", count: max(6 - text.count, 0)) + text
  }
}
