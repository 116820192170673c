internal import Glibc

/// Why a file or a folder cannot be used, in a sentence that names it.
package struct FileFailure: Error, Equatable, Sendable, CustomStringConvertible {
  package var path: String
  /// What is wrong, such as `another user owns it`.
  package var problem: String

  package init(_ path: String, _ problem: String) {
    self.path = path
    self.problem = problem
  }

  package var description: String { "\(path): \(problem)" }

  /// The problem that `errno` names.
  static func latest(_ path: String) -> FileFailure {
    FileFailure(path, String(cString: strerror(errno)))
  }
}
