package import SuperposeEvaluation
package import SuperposeWire

/// A buffer of printed text, which combines many small writes in few messages.
///
/// The order between stdout and stderr is kept unless they alternate more than ``segmentLimit``
/// times between two flushes; beyond that, text is appended to the latest piece of its stream.
package struct StreamBuffer {
  /// One run of text on one stream.
  private struct Segment {
    var name: StreamName
    var text: String
  }

  private var segments: [Segment] = []

  /// Whether the buffer is empty.
  package init() {}

  /// The maximum number of separate pieces.
  package static let segmentLimit = 16
  /// The most text in one message, in UTF-8 bytes.
  package static let messageLimit = 64 * 1024

  package var isEmpty: Bool { segments.isEmpty }

  /// The number of buffered UTF-8 bytes.
  package private(set) var size = 0

  package mutating func append(_ text: String, to name: StreamName) {
    guard !text.isEmpty else { return }
    size += text.utf8.count
    if let index = segmentToExtend(name) {
      segments[index].text += text
    } else {
      segments.append(Segment(name: name, text: text))
    }
  }

  private func segmentToExtend(_ name: StreamName) -> Int? {
    if segments.last?.name == name { return segments.count - 1 }
    guard segments.count >= Self.segmentLimit else { return nil }
    return segments.lastIndex { $0.name == name }
  }

  /// Removes and returns all text, in messages of at most ``messageLimit``.
  package mutating func take() -> [Stream] {
    defer { self = StreamBuffer() }
    return segments.flatMap { segment in
      segment.text[...].pieces(of: Self.messageLimit).map {
        Stream(name: segment.name.rawValue, text: String($0))
      }
    }
  }
}

extension Substring {
  /// The text in pieces of at most `limit` UTF-8 bytes, code points whole.
  func pieces(of limit: Int) -> [Substring] {
    var pieces: [Substring] = []
    var rest = self
    while !rest.isEmpty {
      let piece = rest.prefix(bytes: limit)
      pieces.append(piece)
      rest = rest[piece.endIndex...]
    }
    return pieces
  }

  /// The longest prefix of at most `limit` UTF-8 bytes (but at least one code point).
  func prefix(bytes limit: Int) -> Substring {
    guard utf8.count > limit else { return self }
    var end = utf8.index(startIndex, offsetBy: limit)
    // A byte 10xxxxxx continues a code point: go back to its start.
    while end > startIndex, utf8[end] & 0b1100_0000 == 0b1000_0000 {
      end = utf8.index(before: end)
    }
    return end > startIndex ? self[..<end] : self[..<unicodeScalars.index(after: startIndex)]
  }
}
