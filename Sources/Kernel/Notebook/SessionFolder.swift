internal import Foundation
internal import SuperposeCellMessages
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

  /// The failure to compile a cell because the disk is full: that is what the system or the compiler says, or
  /// the compiler failed without a word on the cell's text and little space is left. `nil` otherwise.
  func diskFailure(becauseOf error: any Error) -> Failure? {
    guard isFromFullDisk(error) else { return nil }
    let name = "DiskFull"
    let value =
      "there is no space left for compiled cells in \(URL(filePath: folder.path).deletingLastPathComponent().path)"
    return Failure(
      name: name, value: value,
      traceback: [
        Failure.heading(name, value),
        "All values are kept. Free space on this disk and run the cell again.",
      ])
  }

  private func isFromFullDisk(_ error: any Error) -> Bool {
    if let refusal = error as? CompileFailure {
      if refusal.output.contains(String(cString: strerror(ENOSPC))) { return true }
      if !refusal.errors.isEmpty { return false }
    } else if let code = FoundationError(error)?.code, code == .ENOSPC || code == .EDQUOT {
      return true
    }
    return FreeSpace.bytes(at: folder.path).map { $0 < Self.leastSpace } ?? false
  }

  /// The compiler's files of a cell, and some more.
  private static let leastSpace = 4 << 20

  /// Makes the folder again, with nothing but the libraries.
  ///
  /// - Throws: ``FileFailure``, also when something else is at its path.
  func remakeFolder() throws {
    folder = try HeldFolder(at: folder.path)
    try builder.compiler.linkLibraries()
  }
}
