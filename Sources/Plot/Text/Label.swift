internal import SuperposeDisplay

/// Text with sub- and superscripts: `"‖W_{i}‖^{2}"`.
///
/// Only a brace after `_` or `^` makes a script, so `feature_probability` is not changed.
public struct Label: Sendable, Hashable, ExpressibleByStringLiteral,
  ExpressibleByStringInterpolation
{
  /// A run of text on one level.
  public struct Run: Sendable, Hashable {
    public enum Level: Sendable, Hashable { case base, subscripted, superscripted }
    public var text: String
    public var level: Level
  }

  public let runs: [Run]

  /// The label that `markup` describes.
  public init(_ markup: String) {
    runs = Self.parse(markup)
  }

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
    var rest = printable(markup)[...]
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

  /// Control characters are not allowed in XML and have no meaning in a figure.
  private static func printable(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }
          .filter { $0.value != 0xFFFE && $0.value != 0xFFFF }))
  }
}
