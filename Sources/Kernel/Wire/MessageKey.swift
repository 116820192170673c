import CSuperposeCrypto

/// The secret shared by the kernel and its clients. With an empty key messages are not signed.
package struct MessageKey: Sendable {
  private let bytes: [UInt8]

  /// `scheme` is the connection file's `signature_scheme`; empty means the default.
  package init(_ key: String, scheme: String = "hmac-sha256") throws(WireError) {
    guard scheme == "hmac-sha256" || scheme.isEmpty else {
      throw .unknownSignatureScheme(scheme)
    }
    bytes = Array(key.utf8)
  }

  /// Whether messages are unsigned.
  package var isEmpty: Bool { bytes.isEmpty }

  /// The lower-case hexadecimal HMAC-SHA256 over the frames one after the other, as one frame.
  ///
  /// Source: https://jupyter-client.readthedocs.io/en/latest/messaging.html#wire-protocol
  package func signature(of frames: some Sequence<[UInt8]>) -> [UInt8] {
    guard !isEmpty else { return [] }
    var message: [UInt8] = []
    for frame in frames { message += frame }
    var digest = [UInt8](repeating: 0, count: 32)
    var length: UInt32 = 0
    _ = HMAC(EVP_sha256(), bytes, Int32(bytes.count), message, message.count, &digest, &length)
    return digest.flatMap { [hexadecimal[Int($0 >> 4)], hexadecimal[Int($0 & 15)]] }
  }

  /// Whether `signature` matches `frames`, compared in constant time.
  package func verifies(_ signature: [UInt8], of frames: some Sequence<[UInt8]>) -> Bool {
    let expected = self.signature(of: frames)
    guard expected.count == signature.count else { return false }
    return CRYPTO_memcmp(expected, signature, expected.count) == 0
  }
}

private let hexadecimal = Array("0123456789abcdef".utf8)
