extension String {
  /// The code with the kernel's syntax replaced by blanks, so that the parser accepts it.
  ///
  /// Blanks have the same number of UTF-8 bytes, so offsets stay valid. Replaced are magics (only
  /// the word if code may follow it, otherwise the line; all of a cell whose text is not Swift) and Quarto's
  /// `#|` lines.
  func maskingMagics(_ magics: [Magic]) -> String {
    guard contains("%") || contains("#|") else { return self }
    let lines = split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    var masked = ""
    var isText = false
    for line in lines {
      masked += self[masked.endIndexInBytes(of: self)..<line.startIndex]
      let name = Magic.name(in: line)
      isText = isText || magics.contains { $0.takesText && $0.name == name ?? "" }
      masked += isText ? line.blank : line.maskingMagic(magics)
    }
    return masked
  }

  /// The position in `other` with the same byte offset as the end of this text.
  private func endIndexInBytes(of other: String) -> String.Index {
    other.utf8.index(other.startIndex, offsetBy: utf8.count)
  }
}

extension Substring {
  fileprivate func maskingMagic(_ magics: [Magic]) -> String {
    if drop(while: \.isHorizontalSpace).hasPrefix("#|") { return blank }
    guard let name = Magic.name(in: self) else { return String(self) }
    let takesCode = magics.contains { $0.name == name && $0.takesCode }
    return takesCode ? self[..<name.endIndex].blank + self[name.endIndex...] : blank
  }

  fileprivate var blank: String { String(repeating: " ", count: utf8.count) }
}
