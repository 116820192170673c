/// The limit of printed text per cell.
package struct OutputQuota: Equatable {
  /// In UTF-8 bytes.
  package let limit: Int
  private var shown = 0
  /// The number of UTF-8 bytes that were cut.
  package private(set) var cut = 0

  package init(limit: Int) { self.limit = limit }

  /// The part of `text` within the limit.
  package mutating func admit(_ text: String) -> String {
    let room = limit - shown
    let size = text.utf8.count
    guard size > room || cut > 0 else {
      shown += size
      return text
    }
    let admitted = room > 0 && cut == 0 ? String(text[...].prefix(bytes: room)) : ""
    shown += admitted.utf8.count
    cut += size - admitted.utf8.count
    return admitted
  }

  /// The note about cut text; `nil` if nothing was cut. Resets the count.
  package mutating func takeNote() -> String? {
    guard cut > 0 else { return nil }
    defer { cut = 0 }
    return """

      [\(cut) more bytes were printed and not shown: a cell shows \(limit). \
      SUPERPOSE_OUTPUT_LIMIT=<bytes> changes that.]

      """
  }
}
