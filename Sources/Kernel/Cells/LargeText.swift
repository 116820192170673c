internal import Foundation
internal import SuperposeReading
internal import SwiftParser
internal import SwiftSyntax
internal import Synchronization

/// Parses a large text in two halves at a time. Parsing takes longer than all else that the kernel does with a cell.
enum LargeText {
  /// The tree of a text, the same as that of one parser.
  static func parse(_ text: String) -> SourceFileSyntax {
    guard let cut = cut(of: text) else { return Parser.parse(source: text) }
    let second = SecondHalf(String(decoding: text.utf8.dropFirst(cut), as: UTF8.self))
    let first = Parser.parse(source: String(decoding: text.utf8.prefix(cut), as: UTF8.self))
    // A half that is not whole has errors: the cut was inside of something.
    guard let rest = second.tree, !first.hasError, !rest.hasError else { return Parser.parse(source: text) }
    return SourceFileSyntax(
      statements: CodeBlockItemListSyntax(Array(first.statements) + Array(rest.statements)),
      endOfFileToken: rest.endOfFileToken)
  }

  /// In bytes. Nothing stops a second half that takes long: a larger text is parsed as a whole, and its reader is.
  private static let sizes = 16_000...500_000
  /// What begins a statement, whatever stands before it.
  private static let words = ["class ", "enum ", "extension ", "func ", "let ", "protocol ", "struct ", "var "]

  /// Where the second half begins, in bytes: behind a closing brace on a line of its own, before a declaration. `nil`
  /// for small texts, and for those with what may go over many lines without a brace.
  private static func cut(of text: String) -> Int? {
    let bytes = Array(text.utf8)
    guard sizes.contains(bytes.count), !["\"\"\"", "/*", "#"].contains(where: { text.contains($0) }) else { return nil }
    var place = bytes.count / 2
    while place + 12 < bytes.count {
      if bytes[place] == 10, bytes[place + 1] == 125, bytes[place + 2] == 10,
        words.contains(where: { bytes[(place + 3)...].starts(with: $0.utf8) })
      {
        return place + 2
      }
      place += 1
    }
    return nil
  }

  /// A text that is parsed on a thread of its own, whose stack is as large as that of the other half.
  private final class SecondHalf: Sendable {
    private let parsed = Mutex<SourceFileSyntax?>(nil)
    private let end = DispatchSemaphore(value: 0)

    init(_ text: String) {
      let thread = Thread { [self] in
        let tree = Parser.parse(source: text)
        parsed.withLock { $0 = tree }
        end.signal()
      }
      thread.stackSize = SourceReading.stackSize
      thread.start()
    }

    /// Waits for the end.
    var tree: SourceFileSyntax? {
      end.wait()
      return parsed.withLock(\.self)
    }
  }
}
