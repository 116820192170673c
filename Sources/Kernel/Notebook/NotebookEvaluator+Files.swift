internal import Foundation
internal import SuperposeCells
internal import SuperposeDisplay
internal import SuperposeEvaluation

extension NotebookEvaluator {
  /// Does what a cell asks for before its own code.
  func prepare(_ preparations: [Directive.Preparation], _ submission: Submission) async throws {
    var packages: [String] = []
    for preparation in preparations {
      switch preparation {
      case .package(let line): packages.append(line)
      case .include(let path):
        // Files may import what earlier lines ask for.
        try await usePackages(packages, submission)
        packages = []
        try await include(path, submission)
      }
    }
    try await usePackages(packages, submission)
  }

  /// Runs a Swift file as a cell: `%include`.
  private func include(_ path: String, _ submission: Submission) async throws {
    let place = try contents(of: path, for: "%include").url
    let text = try await text(of: path, for: "%include")
    guard !including.contains(place) else {
      throw Failure.headed("FileError", "%include \(path): the file includes itself, directly or through others")
    }
    including.append(place)
    defer { including.removeLast() }
    var file = submission
    file.code = text
    // The cell itself is what the front end's name stands for.
    file.cellID = nil
    file.name = place.lastPathComponent
    let directive = Directive(text)
    try await prepare(directive.preparations, file)
    let isOptimised: Bool? = if case .optimise(let value) = directive.kind { value } else { nil }
    try await runCell(directive.code, file, isOptimised: isOptimised)
  }

  /// What a magic's path or address leads to. A path belongs to the cells' working folder.
  ///
  /// - Throws: A failure that names the place and says what is wrong.
  private func contents(of place: String, for magic: String) throws -> Contents {
    guard !place.isEmpty else { throw Failure.headed("FileError", "\(magic) needs the path of a file") }
    do { return try Contents(place, in: host.workingFolder) } catch {
      throw Failure.headed("FileError", "\(magic) \(error)")
    }
  }

  /// The text of a file or of an address.
  ///
  /// - Throws: A failure that names the place and says what is wrong.
  func text(of place: String, for magic: String) async throws -> String {
    let contents = try contents(of: place, for: magic)
    do { return try await preparing { try await contents.loadedText } } catch let error as MediaError {
      throw Failure.headed("FileError", "\(magic) \(error)")
    }
  }

  // MARK: Start-up files

  /// Runs the start-up files before the first cell. One that fails is reported, and the cell runs all the same.
  func startUp(_ submission: Submission) async {
    guard startUpFilesRun == nil else { return }
    startUpFilesRun = []
    for path in startUpFiles where FileManager.default.fileExists(atPath: path) {
      var file = submission
      file.executionCount = 0
      do {
        try await include(path, file)
        startUpFilesRun?.append(path)
      } catch {
        let failure = Failure(reporting: error)
        let words = "The start-up file \(path) failed: \(failure.name): \(failure.value)"
        show(.display(.text(words), displayID: nil), submission)
      }
    }
  }

  func showStartUpFiles(_ submission: Submission) {
    guard let files = startUpFilesRun, !files.isEmpty else { return }
    show(.stream(.stdout, "Start-up files: \(files.joined(separator: ", "))\n"), submission)
  }
}

extension Contents {
  /// The text, read in a thread of its own: a cancelled task does not wait for a server that does not answer.
  fileprivate var loadedText: String {
    get async throws {
      let texts = AsyncThrowingStream<String, any Error> { continuation in
        Thread.detachNewThread {
          do {
            continuation.yield(try text)
            continuation.finish()
          } catch { continuation.finish(throwing: error) }
        }
      }
      for try await text in texts { return text }
      throw CancellationError()
    }
  }
}
