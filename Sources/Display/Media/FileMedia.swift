internal import Foundation

/// A picture in SVG.
public struct SVG: Displayable, Sendable, Hashable {
  public var text: String

  public init(_ text: String) { self.text = text }

  /// A file, or what an address (`https://…`) leads to.
  ///
  /// - Throws: ``MediaError`` when it cannot be read.
  public init(contentsOf place: String) throws(MediaError) { text = try Contents(place).text }

  public var mimeBundle: MIMEBundle {
    get throws {
      guard text.contains("<svg") else { throw MediaError(description: "SVG: the text has no element <svg>") }
      let title = text.firstMatch(of: #/<title>(.*?)</title>/#).map { ": \($0.1)" } ?? ""
      return MIMEBundle(data: [.svg: .text(text), .plainText: .text("SVG\(title)")])
    }
  }
}

/// Sound with a player.
public struct Audio: Displayable, Sendable, Hashable {
  public let bytes: [UInt8]
  /// The media type, such as `audio/wav`.
  public let type: String
  private let words: String

  /// A file of sound, or what an address (`https://…`) leads to: WAV, MP3, OGG, FLAC or M4A.
  ///
  /// - Throws: ``MediaError`` when it cannot be read, or its ending is another.
  public init(contentsOf place: String) throws(MediaError) {
    let contents = try Contents(place)
    type = try contents.type("audio", MediaTypes.audio)
    bytes = try contents.bytes
    words = "Audio \(place)"
  }

  /// Sound of samples from -1 to 1; louder ones are cut.
  ///
  /// - Parameter rate: Samples a second.
  public init(_ samples: [Double], rate: Int = 44_100) {
    precondition(
      (1...1_000_000).contains(rate), "the rate of Audio must be 1 to 1000000 samples a second, but is \(rate)")
    type = "audio/wav"
    bytes = Wave.file(of: samples, rate: rate)
    words = "Audio, \((Double(samples.count) / Double(rate)).formatted(.number.precision(.significantDigits(1...3)))) s"
  }

  public var mimeBundle: MIMEBundle {
    let source = MediaTypes.dataURI(bytes, type)
    return MIMEBundle(data: [
      .html: .text("<audio controls src=\"\(source)\"></audio>"), .plainText: .text(words),
    ])
  }
}

/// Moving pictures with a player.
public struct Video: Displayable, Sendable, Hashable {
  private let source: String
  private let words: String
  /// The width on the page in pixels; `nil` for the video's own.
  public var width: Int?

  /// A file, or what an address (`https://…`) leads to: MP4, WebM, OGV or MOV. The notebook holds its bytes.
  ///
  /// - Throws: ``MediaError`` when it cannot be read, or its ending is another.
  public init(contentsOf place: String, width: Int? = nil) throws(MediaError) {
    let contents = try Contents(place)
    let type = try contents.type("video", MediaTypes.video)
    source = MediaTypes.dataURI(try contents.bytes, type)
    words = "Video \(place)"
    self.width = width
  }

  /// A video elsewhere, which the page loads.
  public init(url: String, width: Int? = nil) {
    source = url
    words = "Video \(url)"
    self.width = width
  }

  public var mimeBundle: MIMEBundle {
    let size = width.map { " width=\"\($0)\"" } ?? ""
    return MIMEBundle(data: [
      .html: .text("<video controls\(size) src=\"\(source.htmlEscaped)\"></video>"), .plainText: .text(words),
    ])
  }
}

/// Another page inside this one.
public struct IFrame: Displayable, Sendable, Hashable {
  public var url: String
  /// The size on the page, such as `640` pixels or `100%`.
  public var width: String
  public var height: String

  public init(_ url: String, width: String = "100%", height: String = "400") {
    (self.url, self.width, self.height) = (url, width, height)
  }

  public var mimeBundle: MIMEBundle {
    let size = "width=\"\(width.htmlEscaped)\" height=\"\(height.htmlEscaped)\""
    return MIMEBundle(data: [
      .html: .text("<iframe src=\"\(url.htmlEscaped)\" \(size) frameborder=\"0\" allowfullscreen></iframe>"),
      .plainText: .text("Page \(url)"),
    ])
  }
}

/// A link to a file beside the notebook.
public struct FileLink: Displayable, Sendable, Hashable {
  public var path: String

  public init(_ path: String) { self.path = path }

  public var mimeBundle: MIMEBundle {
    get throws {
      guard FileManager.default.fileExists(atPath: path) else {
        throw MediaError(
          description: "FileLink: there is no file \(path) in \(FileManager.default.currentDirectoryPath)")
      }
      let address = path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path
      return MIMEBundle(data: [
        .html: .text("<a href=\"\(address.htmlEscaped)\" target=\"_blank\">\(path.htmlEscaped)</a>"),
        .plainText: .text(path),
      ])
    }
  }
}

/// Second parts of media types, by the endings of files.
private enum MediaTypes {
  static let audio = ["wav": "wav", "mp3": "mpeg", "ogg": "ogg", "oga": "ogg", "flac": "flac", "m4a": "mp4"]
  static let video = ["mp4": "mp4", "m4v": "mp4", "webm": "webm", "ogv": "ogg", "mov": "quicktime"]

  static func dataURI(_ bytes: [UInt8], _ type: String) -> String { "data:\(type);base64,\(Base64.text(bytes))" }
}

/// Samples as a file of sound.
private enum Wave {
  /// Source: http://soundfile.sapp.org/doc/WaveFormat/
  static func file(of samples: [Double], rate: Int) -> [UInt8] {
    let size = UInt32(samples.count * 2)
    var bytes = Array("RIFF".utf8) + little(36 + size) + Array("WAVEfmt ".utf8) + little(UInt32(16))
    // One channel of whole numbers with 16 bits.
    bytes += little(UInt16(1)) + little(UInt16(1)) + little(UInt32(rate)) + little(UInt32(rate * 2))
    bytes += little(UInt16(2)) + little(UInt16(16)) + Array("data".utf8) + little(size)
    bytes.reserveCapacity(bytes.count + Int(size))
    for sample in samples {
      let value = sample.isFinite ? min(max(sample, -1), 1) : 0
      bytes += little(UInt16(bitPattern: Int16((value * 32767).rounded())))
    }
    return bytes
  }

  private static func little(_ number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }
}
