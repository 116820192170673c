/// The style rules for dark pages, one class for each colour that changes.
struct ThemeRules {
  enum Property: String { case fill, stroke }

  private var classes: [String: String] = [:]
  private var rules: [String] = []
  /// Whether some images have a dark variant.
  var hasImages = false

  /// The class with the dark variant of `color`, made at first use; `nil` if the colour has no dark
  /// variant.
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
  ///
  /// An SVG that is a document of its own (a file, an image of a page) follows its colour scheme,
  /// which JupyterLab sets for its images. An SVG in the markup of a page follows the page, so that
  /// a light page on a dark system shows light figures.
  func style(under name: String) -> String {
    let images = hasImages ? [".by-day{display:none}", ".by-night{display:inline}"] : []
    let all = rules + images
    guard !all.isEmpty else { return "" }
    let text = all.joined(separator: "\n")
    return "<style>@media (prefers-color-scheme: dark){:root.\(name){\n\(text)\n}}\n"
      + "\(Self.darkPage) .\(name){\n\(text)\n}</style>\n"
  }

  /// The marks of a dark page: by JupyterLab and nbconvert, VS Code, Sphinx and MyST themes,
  /// Quarto, Colab.
  private static let darkPage =
    ":is([data-jp-theme-light=\"false\"],.vscode-dark,"
    + ".vscode-high-contrast:not(.vscode-high-contrast-light),"
    + "[data-theme=\"dark\"],.quarto-dark,[theme=\"dark\"],.dark)"

  static func hex(_ value: UInt32) -> String {
    let text = String(value, radix: 16, uppercase: false)
    return "#" + String(repeating: "0", count: max(6 - text.count, 0)) + text
  }
}
