internal import Foundation
internal import SuperposeCells
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
    let text = try text(ofFile: path, for: "%include")
    let place = url(of: path).path
    guard !including.contains(place) else {
      throw Failure.headed("FileError", "%include \(path): the file includes itself, directly or through others")
    }
    including.append(place)
    defer { including.removeLast() }
    var file = submission
    file.code = text
    // The cell itself is what the front end's name stands for.
    file.cellID = nil
    file.name = URL(filePath: path).lastPathComponent
    let directive = Directive(text)
    try await prepare(directive.preparations, file)
    let isOptimised: Bool? = if case .optimise(let value) = directive.kind { value } else { nil }
    try await runCell(directive.code, file, isOptimised: isOptimised)
  }

  private func url(of path: String) -> URL {
    let folder = URL(filePath: host.workingFolder + "/")
    return URL(filePath: NSString(string: path).expandingTildeInPath, relativeTo: folder).standardizedFileURL
  }

  /// The text of a file, whose path belongs to the cells' working folder.
  ///
  /// - Throws: A failure that names the file and says what is wrong.
  func text(ofFile path: String, for magic: String) throws -> String {
    guard !path.isEmpty else { throw Failure.headed("FileError", "\(magic) needs the path of a file") }
    let url = url(of: path)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
      throw Failure.headed("FileError", "\(magic) \(path): there is no such file in \(host.workingFolder)")
    }
    guard !isFolder.boolValue else { throw Failure.headed("FileError", "\(magic) \(path): this is a folder") }
    let data: Data
    do { data = try Data(contentsOf: url) } catch {
      throw Failure.headed("FileError", "\(magic) \(path): the file cannot be read")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw Failure.headed("FileError", "\(magic) \(path): this is not a text in UTF-8")
    }
    return text
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
