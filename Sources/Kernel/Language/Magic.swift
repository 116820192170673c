/// A command that starts with `%` and is handled by the kernel instead of the compiler.
public struct Magic: Sendable, Equatable {
  /// The name with its percent signs, such as `%%time`.
  public var name: String
  /// One line that says what the magic does.
  public var summary: String
  /// Whether Swift may follow on the same line, as in `%time train()`.
  public var takesCode: Bool
  /// Whether the rest of the cell is text for the magic and not Swift, as after `%%sh`.
  public var takesText: Bool

  public init(_ name: String, summary: String = "", takesCode: Bool = false, takesText: Bool = false) {
    self.name = name
    self.summary = summary
    self.takesCode = takesCode
    self.takesText = takesText
  }
}

extension Magic {
  /// The magic at the start of a line, such as `%time`; `nil` for a line of Swift.
  ///
  /// A `%` that is not followed by a letter is Swift's operator.
  package static func name(in line: Substring) -> Substring? {
    let line = line.drop(while: \.isHorizontalSpace)
    let letters = line.drop { $0 == "%" }
    let signs = line.distance(from: line.startIndex, to: letters.startIndex)
    guard (1...2).contains(signs), letters.first?.isLetter == true else { return nil }
    return line[..<(letters.firstIndex { !$0.isLetter && !$0.isNumber && $0 != "_" } ?? letters.endIndex)]
  }
}

extension Character {
  /// A space or a tab.
  var isHorizontalSpace: Bool { self == " " || self == "\t" }
}
