/// Text chunks of PNG files.
///
/// Source: https://www.w3.org/TR/png-3/#11iTXt
enum PNGText {
  private static let signatureLength = 8

  /// `png` with `text` under `keyword`, inserted after the header.
  static func adding(_ text: String, keyword: String, to png: [UInt8]) -> [UInt8] {
    // Keyword, no compression (two bytes), no language, no translated keyword.
    let body = Array(keyword.utf8) + [0, 0, 0, 0, 0] + Array(text.utf8)
    return inserting(type: "iTXt", body: body, into: png)
  }

  /// `png` with the resolution `dpi`, in pixels per inch.
  static func settingResolution(dpi: Double, in png: [UInt8]) -> [UInt8] {
    let perMetre = UInt32(min(max(dpi / 0.0254, 1), 1e6).rounded())
    return inserting(type: "pHYs", body: bigEndian(perMetre) + bigEndian(perMetre) + [1], into: png)
  }

  /// The text under `keyword` in `png`; `nil` when there is none.
  static func text(keyword: String, in png: [UInt8]) -> String? {
    let wanted = Array(keyword.utf8) + [0]
    var position = signatureLength
    while position + 8 <= png.count {
      let length = png[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
      let start = position + 8
      guard length >= 0, start + length <= png.count else { return nil }
      let type = Array(png[position + 4..<start])
      let body = png[start..<start + length]
      if type == Array("iTXt".utf8), body.starts(with: wanted), length >= wanted.count + 4 {
        return String(decoding: body.dropFirst(wanted.count + 4), as: UTF8.self)
      }
      position = start + length + 4
    }
    return nil
  }

  private static func inserting(type: String, body: [UInt8], into png: [UInt8]) -> [UInt8] {
    // The header chunk is always first: 4 length, 4 type, 13 data, 4 checksum.
    let header = signatureLength + 25
    guard png.count > header else { return png }
    let checked = Array(type.utf8) + body
    let chunk = bigEndian(UInt32(body.count)) + checked + bigEndian(crc32(checked))
    return Array(png[..<header]) + chunk + Array(png[header...])
  }

  private static func bigEndian(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(value >> UInt32($0) & 0xFF) }
  }

  /// Source: https://www.w3.org/TR/png-3/#D-CRCAppendix
  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { value, _ in
        value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
      }
    }
  }
}
