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
    path = file?.filePath ?? file?.url?.path
    code = system?.code
    let sentence = system.map { String(cString: strerror($0.code.rawValue)) } ?? error.localizedDescription
    let opening = "The operation could not be completed. "
    reason = sentence.hasPrefix(opening) ? String(sentence.dropFirst(opening.count)) : sentence
  }

  package var description: String { path.map { "\($0): \(reason)" } ?? reason }
}

extension Error {
  /// What the system says, such as `No space left on device`, where Foundation's sentence is longer and says less.
  package var systemReason: String { FoundationError(self)?.reason ?? localizedDescription }
}
