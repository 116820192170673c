extension String {
  /// The text with `&`, `<`, `>` and `"` written as entities of HTML and XML, for the content of elements
  /// and for attributes in double quotes. Control characters, which XML does not know, become spaces.
  ///
  /// Unicode scalars are looked at one by one: a `<` that follows a prepending character, such as U+0600,
  /// is a `Character` of two scalars, but still opens a tag.
  public var htmlEscaped: String {
    var escaped = ""
    escaped.reserveCapacity(utf8.count)
    for scalar in unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "\t", "\n": escaped.unicodeScalars.append(scalar)
      case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
        escaped += " "
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// The text as a terminal may show it: control characters other than a line break, and those that
  /// change the direction of text, are written as in Swift, such as `\u{1B}`.
  public var terminalEscaped: String {
    var escaped = ""
    escaped.reserveCapacity(utf8.count)
    for scalar in unicodeScalars {
      switch scalar.value {
      case 0x0A: escaped.unicodeScalars.append(scalar)
      case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069:
        escaped += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
