import ArgumentParser
import Foundation
import SuperposeCells
import SuperposeSession

/// `superpose run FILE [ARGUMENTS]`: a script or a notebook without a front end.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a file of Swift or a notebook as its cells would run.",
    discussion: """
      Text goes to the terminal, each figure to a file in the folder --figures. The exit status is 0 when all \
      went well, the cell's own after exit(STATUS), 130 after Ctrl-C, and 1 after any other error, at which \
      the run ends. In a file of Swift a new cell begins at a line // %% and at a magic.
      """)

  @Option(name: .long, help: "The folder for figures, made when it is needed. Default: the file's name with -figures.")
  var figures: String?

  @Option(name: .long, help: "A file for the run's stamp: versions, models and figures, as %stamp records them (JSON).")
  var stamp: String?

  @Argument(help: "A file of Swift, or a notebook (.ipynb).")
  var file: String

  @Argument(parsing: .captureForPassthrough, help: "What the file finds in CommandLine.arguments.")
  var arguments: [String] = []

  func run() async throws {
    var script = try Script(readingFrom: file)
    let stem = URL(filePath: file).deletingPathExtension().lastPathComponent
    let terminal = TerminalOutputs(figures: figures ?? "\(stem)-figures")
    let stampFile = stamp.map { script.stamped(showing: terminal, in: $0) }
    let session = ScriptSession(outputs: stampFile ?? terminal)
    Signals.whenInterrupted { session.interrupt() }
    let status = await session.run(script, arguments: [file] + arguments)
    fflush(nil)
    ProcessExit.exitNow(status == 0 && stampFile?.isWritten == false ? 1 : status)
  }
}
