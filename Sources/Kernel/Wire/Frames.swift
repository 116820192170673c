/// The parts of a message as bytes.
///
/// Source: https://jupyter-client.readthedocs.io/en/latest/messaging.html#wire-protocol
struct Frames {
  var identities: [[UInt8]]
  var signature: [UInt8]
  /// Header, parent header, metadata and content: exactly what the signature covers.
  var signed: [[UInt8]]
  var buffers: [[UInt8]]

  static let delimiter = Array("<IDS|MSG>".utf8)

  init(identities: [[UInt8]], signature: [UInt8], signed: [[UInt8]], buffers: [[UInt8]]) {
    self.identities = identities
    self.signature = signature
    self.signed = signed
    self.buffers = buffers
  }

  init(_ frames: [[UInt8]]) throws(WireError) {
    guard let delimiter = frames.firstIndex(of: Self.delimiter) else {
      throw .missingDelimiter(frames: frames.count)
    }
    let rest = frames[(delimiter + 1)...]
    guard rest.count >= 5, let signature = rest.first else {
      throw .tooFewFrames(found: rest.count)
    }
    self.init(
      identities: Array(frames[..<delimiter]), signature: signature,
      signed: Array(rest.dropFirst().prefix(4)), buffers: Array(rest.dropFirst(5)))
  }

  var all: [[UInt8]] { identities + [Self.delimiter, signature] + signed + buffers }
}
