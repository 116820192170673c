/// What a text looks like to a parser, found in one pass and without a stack: how deeply it nests, and how
/// long its longest chain is.
///
/// The parser's time doubles with each square bracket directly in another, and its stack grows with the
/// depth and with chains such as `if … else if …`.
struct SourceShape: Equatable {
  /// The largest number of brackets of any kind that are open at one place.
  private(set) var depth = 0
  /// The largest number of square brackets that are open at one place.
  private(set) var squareDepth = 0
  /// The largest number of words and signs that may form one statement.
  private(set) var chain = 0
  /// Bytes outside of comments and of texts in quotes.
  private(set) var codeSize = 0

  init(of text: String) {
    var scanner = SourceScanner(Array(text.utf8))
    while let token = scanner.next() { note(token, open: scanner.open) }
    codeSize = scanner.codeSize
  }

  private var running = 0

  private mutating func note(_ token: SourceScanner.Token, open: SourceScanner.Open) {
    depth = max(depth, open.count)
    squareDepth = max(squareDepth, open.squares)
    switch token {
    case .separator: running = 0
    case .word: running += 1
    }
    chain = max(chain, running)
  }
}

extension SourceShape {
  static let depthLimit = 200
  /// Twelve take a quarter of a second.
  static let squareDepthLimit = 10
  static let chainLimit = 20_000
  static let sizeLimit = 2 << 20

  /// Why the parser is not to see it; `nil` when it may.
  var refusal: SourceRefusal? {
    if squareDepth > Self.squareDepthLimit {
      return SourceRefusal(
        "square brackets are nested \(squareDepth) deep; at most \(Self.squareDepthLimit) can be read")
    }
    if depth > Self.depthLimit {
      return SourceRefusal("brackets are nested \(depth) deep; at most \(Self.depthLimit) can be read")
    }
    if chain > Self.chainLimit {
      return SourceRefusal(
        "one statement is a chain of \(chain) parts; at most \(Self.chainLimit) can be read")
    }
    if codeSize > Self.sizeLimit {
      return SourceRefusal("the code takes \(codeSize) bytes; at most \(Self.sizeLimit) can be read")
    }
    return nil
  }
}
