extension StringProtocol {
  /// The text without the quotation marks around all of it, single or double, as in a path with spaces.
  package var unquoted: SubSequence {
    guard let mark = first, "\"'".contains(mark), count > 1, last == mark else { return self[...] }
    let inside = self.dropFirst().dropLast()
    return inside.contains(mark) ? self[...] : inside[...]
  }
}
