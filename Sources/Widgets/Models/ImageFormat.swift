/// Formats of pictures, which their first bytes tell; names of files may be wrong.
enum ImageFormat {
  /// The second part of the media type, such as `png`; `nil` when the bytes are no picture that browsers show.
  static func of(_ bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return "png" }
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "jpeg" }
    if bytes.starts(with: "GIF87a".utf8) || bytes.starts(with: "GIF89a".utf8) { return "gif" }
    if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WEBP".utf8) { return "webp" }
    return isSVG(bytes) ? "svg+xml" : nil
  }

  /// SVG is text, in which comments and declarations may come before its element.
  private static func isSVG(_ bytes: [UInt8]) -> Bool {
    guard let text = String(validating: bytes, as: UTF8.self) else { return false }
    let start = #/\u{FEFF}?\s*(?:(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE.*?>)\s*)*<svg[\s>]/#.dotMatchesNewlines()
    return text.prefixMatch(of: start) != nil
  }
}
