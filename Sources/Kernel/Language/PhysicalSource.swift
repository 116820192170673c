import SwiftParser
import SwiftSyntax

/// A cell as sourcekitd sees it, with the prelude before it and a position in it.
struct PhysicalSource {
  /// The prelude and the cell, with magics replaced by blanks.
  private(set) var text: String
  /// The number of UTF-8 bytes before the cell.
  let preludeSize: Int
  private let code: String

  init(_ code: String, in context: CellContext, magics: [Magic]) {
    let prelude = context.prelude.isEmpty ? "" : context.prelude + "\n"
    self.code = code
    text = prelude + code.maskingMagics(magics).withoutNUL
    preludeSize = prelude.utf8.count
  }

  /// The same up to `offset` (UTF-8 bytes), and `ending` instead of the rest.
  func cut(at offset: Int, ending: String) -> PhysicalSource {
    var copy = self
    copy.text = String(decoding: text.utf8.prefix(offset), as: UTF8.self) + ending
    return copy
  }

  /// Whether `offset` (UTF-8 bytes) is in a comment or a string.
  func isProse(at offset: Int) -> Bool {
    let position = AbsolutePosition(utf8Offset: offset)
    guard let token = Parser.parse(source: text).token(at: position) else { return false }
    if case .stringSegment = token.tokenKind { return true }
    return position < token.positionAfterSkippingLeadingTrivia
      || position >= token.endPositionBeforeTrailingTrivia
  }

  /// The offset in bytes of the cell's Unicode scalar `position`.
  func byteOffset(of position: Int) -> Int {
    let scalars = code.unicodeScalars
    let index = scalars.index(scalars.startIndex, offsetBy: position)
    return preludeSize + code.utf8.distance(from: code.startIndex, to: index)
  }
}

extension String {
  /// Replaces NULs by blanks, because a request to sourcekitd ends at the first NUL.
  fileprivate var withoutNUL: String {
    String(String.UnicodeScalarView(unicodeScalars.map { $0 == "\0" ? " " : $0 }))
  }
}
