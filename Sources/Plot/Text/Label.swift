internal import SuperposeDisplay

/// Text with sub- and superscripts, and formulas in LaTeX's notation: `"‖W_{i}‖^{2}"`,
/// `#"loss $\\sum_i (\\hat W_i \\cdot W_j)^2$"#`.
///
/// Outside of dollar signs only a brace after `_` or `^` makes a script, so `feature_probability` is not
/// changed. Between dollar signs letters are italic, one character may be a script, and
/// `\hat`, `\bar`, `\sum`, `\cdot`, Greek letters and the like are commands.
public struct Label: Sendable, Hashable, ExpressibleByStringLiteral,
  ExpressibleByStringInterpolation
{
  /// A run of text on one level.
  public struct Run: Sendable, Hashable {
    public enum Level: Sendable, Hashable { case base, subscripted, superscripted }
    public var text: String
    public var level: Level
    /// Whether it is a variable in a formula.
    public var isItalic = false
  }

  public let runs: [Run]

  /// The label that `markup` describes.
  public init(_ markup: String) {
    let text = Self.withMinusSigns(Self.printable(markup))
    let parts = text.split(separator: "$", omittingEmptySubsequences: false)
    // A single dollar sign is a dollar sign.
    guard parts.count > 2, parts.count % 2 == 1 else {
      runs = Self.parse(text)
      return
    }
    runs = parts.enumerated().flatMap { index, part in
      index % 2 == 1 ? MathRuns.parse(part) : Self.parse(String(part))
    }
  }

  init(runs: [Run]) { self.runs = runs }

  static func + (first: Label, second: Label) -> Label { Label(runs: first.runs + second.runs) }

  /// `value` with about `digits` significant digits and no trailing zeros.
  public init(number value: Double, digits: Int = 3) {
    let text = NumberText.brief(value, digits: digits)
    self.init(text.hasPrefix("-") ? "−" + text.dropFirst() : text)
  }

  public init(stringLiteral markup: String) { self.init(markup) }

  /// The text without levels, for screen readers.
  public var plainText: String { runs.map(\.text).joined() }
  public var isEmpty: Bool { runs.allSatisfy(\.text.isEmpty) }

  private static func parse(_ markup: String) -> [Run] {
    var runs: [Run] = []
    var base = ""
    var rest = markup[...]
    while let first = rest.first {
      let body = rest.dropFirst()
      if first == "_" || first == "^", body.first == "{", let end = body.firstIndex(of: "}") {
        if !base.isEmpty { runs.append(Run(text: base, level: .base)) }
        base = ""
        let text = String(body[body.index(after: body.startIndex)..<end])
        runs.append(Run(text: text, level: first == "_" ? .subscripted : .superscripted))
        rest = rest[rest.index(after: end)...]
      } else {
        base.append(first)
        rest = body
      }
    }
    if !base.isEmpty { runs.append(Run(text: base, level: .base)) }
    return runs
  }

  /// A hyphen before a number that does not follow a letter or a digit is a minus sign, which is as wide
  /// as a digit.
  private static func withMinusSigns(_ text: String) -> String {
    guard text.contains("-") else { return text }
    let characters = Array(text)
    return String(
      characters.indices.map { place in
        let isSign =
          characters[place] == "-" && place + 1 < characters.count && characters[place + 1].isNumber
          && (place == 0 || !characters[place - 1].isLetter && !characters[place - 1].isNumber)
        return isSign ? "−" : characters[place]
      })
  }

  /// Control characters are not allowed in XML and have no meaning in a figure.
  private static func printable(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }
          .filter { $0.value != 0xFFFE && $0.value != 0xFFFF }))
  }
}
