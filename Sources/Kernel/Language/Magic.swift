/// A line that begins with `%` and speaks to the kernel, not to the compiler.
public struct Magic: Sendable, Equatable {
  /// The name with its percent signs, such as `%%time`.
  public var name: String
  /// What it does, in one line.
  public var summary: String
  /// Whether Swift may follow on the same line, as in `%time train()`.
  public var takesCode: Bool

  public init(_ name: String, summary: String = "", takesCode: Bool = false) {
    self.name = name
    self.summary = summary
    self.takesCode = takesCode
  }
}

extension Magic {
  /// The magic word at the start of a line, such as `%time`, and `nil` for a line of Swift.
  ///
  /// A `%` that a space or anything but a letter follows is Swift's operator.
  package static func name(in line: Substring) -> Substring? {
    let line = line.drop(while: \.isHorizontalSpace)
    let letters = line.drop { $0 == "%" }
    let signs = line.distance(from: line.startIndex, to: letters.startIndex)
    guard (1...2).contains(signs), letters.first?.isLetter == true else { return nil }
    return line[..<(letters.firstIndex { !$0.isLetter } ?? letters.endIndex)]
  }
}

extension Character {
  /// A space or a tab.
  var isHorizontalSpace: Bool { self == " " || self == "\t" }
}
