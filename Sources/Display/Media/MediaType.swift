internal import Foundation

/// Media types of files, by the endings of their names.
enum MediaType {
  static let audio = ["wav": "wav", "mp3": "mpeg", "ogg": "ogg", "oga": "ogg", "flac": "flac", "m4a": "mp4"]
  static let video = ["mp4": "mp4", "m4v": "mp4", "webm": "webm", "ogv": "ogg", "mov": "quicktime"]

  static func of(_ place: String, kind: String, _ known: [String: String]) throws(MediaError) -> String {
    guard let type = known[try Contents(place).ending] else {
      let endings = known.keys.sorted().map { ".\($0)" }.joined(separator: ", ")
      throw MediaError(description: "\(place) is not a known file of \(kind); its name must end in \(endings)")
    }
    return "\(kind)/\(type)"
  }

  static func dataURI(_ bytes: [UInt8], _ type: String) -> String { "data:\(type);base64,\(Base64.text(bytes))" }
}
