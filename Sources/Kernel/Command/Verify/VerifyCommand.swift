import ArgumentParser
import Foundation

/// `superpose verify NOTEBOOK|FOLDER`: runs notebooks again and compares their results.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Run notebooks again, and tell what differs from the results in them.",
    discussion: """
      Compares each cell's value, printed text and figures (their SVG), and the models, figures and packages of \
      %stamp lines. Durations are not compared. Nothing is written. The exit status is 0 when nothing differs, \
      1 when something does, and 64 for wrong arguments. With the environment variable SUPERPOSE_FAST=1 training is \
      short, so that results are other ones: then only errors are told.
      """)

  @Argument(help: "Notebooks, or folders of notebooks.")
  var paths: [String]

  func run() async throws {
    let isFast = ProcessInfo.processInfo.environment["SUPERPOSE_FAST"].map { !$0.isEmpty && $0 != "0" } ?? false
    var differing = 0
    for path in try notebooks() {
      let notebook = try RecordedNotebook(readingFrom: path)
      let differences = await NotebookVerifier(notebook, comparesResults: !isFast).differences()
      let verdict =
        !differences.isEmpty ? "differs" : isFast ? "runs (results are not compared in the fast setting)" : "the same"
      print("\(path): \(verdict)")
      for difference in differences { print("  \(difference)") }
      fflush(nil)  // show each notebook at once, also in a pipe
      if !differences.isEmpty { differing += 1 }
    }
    ProcessExit.exitNow(differing == 0 ? 0 : 1)
  }

  private func notebooks() throws -> [String] {
    let files = FileManager.default
    var found: [String] = []
    for path in paths {
      var isFolder: ObjCBool = false
      guard files.fileExists(atPath: path, isDirectory: &isFolder) else {
        throw ValidationError("\(path): there is no such file or folder")
      }
      guard isFolder.boolValue else {
        found.append(path)
        continue
      }
      let names = try files.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".ipynb") }.sorted()
      guard !names.isEmpty else { throw ValidationError("\(path): there is no notebook in this folder") }
      found += names.map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }
    }
    return found
  }
}
