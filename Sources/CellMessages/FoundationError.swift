package import Foundation

/// An error of Foundation in a sentence that names the file that it is about.
///
/// Foundation's own description lists fields, and its sentence does not say which file.
package struct FoundationError: CustomStringConvertible {
  package let path: String?
  /// What the system said, if it was the system.
  package let code: POSIXErrorCode?
  fileprivate let reason: String

  /// `nil` for errors of other libraries.
  package init?(_ error: any Error) {
    let file = error as? CocoaError
    let system = error as? POSIXError ?? file?.underlying as? POSIXError
    guard file != nil || system != nil else { return nil }
    let url = file?.url
    let address = url.flatMap { $0.isFileURL ? nil : $0.absoluteString }
    path = address ?? file?.filePath ?? url?.path
    code = system?.code
    reason =
      if let system {
        String(cString: strerror(system.code.rawValue))
      } else if address != nil, let file {
        Self.answer(to: file)
      } else {
        Self.sentence(error.localizedDescription)
      }
  }

  /// Why nothing came from an address. Foundation keeps the connection's error and hides the server's answer, such as 404.
  private static func answer(to error: CocoaError) -> String {
    if error.code == .fileReadUnsupportedScheme { return "this kind of address cannot be read" }
    guard let connection = error.underlying.map({ $0 as NSError }) else {
      return "the server has nothing there, or refuses to give it"
    }
    return sentence(connection.localizedDescription)
  }

  /// Foundation's sentence without its opening and its full stop.
  private static func sentence(_ words: String) -> String {
    var words = words[...]
    let opening = "The operation could not be completed. "
    if words.hasPrefix(opening) { words = words.dropFirst(opening.count) }
    return String(words.hasSuffix(".") ? words.dropLast() : words)
  }

  package var description: String { path.map { "\($0): \(reason)" } ?? reason }
}

extension Error {
  /// What the system says, such as `No space left on device`, where Foundation's sentence is longer and says less.
  package var systemReason: String { FoundationError(self)?.reason ?? localizedDescription }
}
