internal import Foundation
internal import SuperposeCells
internal import SuperposeEvaluation
internal import SuperposeFiles

extension HeldFolder {
  /// The beginning of the names of this user's session folders.
  private static var sessionPrefix: String { "superpose-\(getuid())-" }

  /// Makes a session's own folder in `temporary`, and removes those of sessions that have ended without
  /// doing so.
  ///
  /// - Throws: ``FileFailure``.
  static func ofSession(in temporary: String) throws(FileFailure) -> HeldFolder {
    removeAbandoned(prefix: sessionPrefix, in: temporary)
    return try HeldFolder(prefix: sessionPrefix, in: temporary)
  }
}

extension NotebookEvaluator {
  /// Throws when the folder with the session's compiled cells is gone, as cleaners of temporary folders
  /// remove them: no later cell can be compiled without it.
  func checkFolder() throws {
    guard !folder.isThere else { return }
    let name = "SessionFolder"
    let value = "something has removed the temporary folder of this session's compiled cells"
    throw Failure(
      name: name, value: value,
      traceback: [
        Failure.heading(name, value),
        "\(Style.bold)%restore\(Style.plain) compiles the session's cells again and runs them.",
      ])
  }

  /// Makes the folder again, with nothing but the libraries.
  ///
  /// - Throws: ``FileFailure``, also when something else is at its path.
  func remakeFolder() throws {
    folder = try HeldFolder(at: folder.path)
    try builder.compiler.linkLibraries()
  }
}
