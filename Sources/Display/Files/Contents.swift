package import Foundation
internal import SuperposeCellMessages

/// Why a file or an address cannot be read or shown.
public struct MediaError: Error, CustomStringConvertible, Sendable {
  public let description: String

  package init(description: String) { self.description = description }
}

/// What a file holds, or what an address such as `https://example.org/runs.csv` leads to.
package struct Contents {
  private let place: String
  private let folder: String
  package let url: URL

  /// - Parameters:
  ///   - place: A path, or an address that begins with `https:`, `http:` or `file:`.
  ///   - folder: The folder that the path belongs to; by default the working folder.
  package init(
    _ place: String, in folder: String = FileManager.default.currentDirectoryPath
  ) throws(MediaError) {
    self.place = place
    self.folder = folder
    guard let scheme = place.prefixMatch(of: #/([A-Za-z][A-Za-z0-9+.-]*):\/\/|(?i:https?|file):/#)?.output else {
      let path = NSString(string: place).expandingTildeInPath
      url = URL(filePath: path, relativeTo: URL(filePath: folder + "/")).standardizedFileURL
      return
    }
    if let other = scheme.1?.lowercased(), !["https", "http", "file"].contains(other) {
      throw MediaError(description: "\(place): addresses begin with https:, http: or file:")
    }
    guard let address = URL(string: place), address.isFileURL || address.host()?.isEmpty == false else {
      throw MediaError(description: "\(place): this is not an address")
    }
    url = address
  }

  /// The media type by the ending of the name, such as `audio/mpeg`.
  ///
  /// - Parameters:
  ///   - kind: Its first part.
  ///   - known: Its second part, by the endings.
  /// - Throws: ``MediaError`` for another ending.
  func type(_ kind: String, _ known: [String: String]) throws(MediaError) -> String {
    guard let type = known[ending] else {
      let endings = known.keys.sorted().map { ".\($0)" }.joined(separator: ", ")
      throw MediaError(description: "\(place) is not a known file of \(kind); its name must end in \(endings)")
    }
    return "\(kind)/\(type)"
  }

  /// The ending of the name in small letters, such as `csv`.
  package var ending: String { url.pathExtension.lowercased() }

  package var bytes: [UInt8] {
    get throws(MediaError) {
      if !url.isFileURL { Self.network }
      do { return [UInt8](try Data(contentsOf: url)) } catch {
        throw MediaError(description: "\(place): \(reason(error))")
      }
    }
  }

  package var text: String {
    get throws(MediaError) {
      guard let text = String(validating: try bytes, as: UTF8.self) else {
        throw MediaError(description: "\(place): this is not a text in UTF-8")
      }
      return text
    }
  }

  /// Loads what `Data(contentsOf:)` needs for addresses. Most cells do not, and it takes 20 ms.
  private static let network: Void = { _ = dlopen("libFoundationNetworking.so", RTLD_NOW | RTLD_GLOBAL) }()

  private func reason(_ error: any Error) -> String {
    switch FoundationError(error)?.code {
    case .ENOENT: "there is no such file in \(folder)"
    case .EISDIR: "this is a folder"
    default: error.systemReason
    }
  }
}
