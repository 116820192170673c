import ArgumentParser
import Foundation
import Logging
import SuperposeChannels
import SuperposeDisplay
import SuperposeSession

/// `superpose kernel`: the command that Jupyter starts.
struct KernelCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernel", abstract: "Run the kernel on the ports of a connection file. Jupyter calls this.")

  @Option(name: [.customShort("f"), .long], help: "The connection file.")
  var connectionFile: String

  /// Arguments for ipykernel that nbclient and nbgrader append.
  @Argument(parsing: .allUnrecognized, help: .hidden)
  var otherArguments: [String] = []

  func run() async throws {
    Signals.surviveInterrupts()
    let environment = ProcessInfo.processInfo.environment
    let logger = Logger(label: "superpose") { StreamLogHandler.standardError(label: $0) }
    let file = try ConnectionFile(readingFrom: connectionFile)
    let history = try SQLiteHistory.open(at: historyPath(environment), logger: logger)
    var settings = Settings()
    var evaluator: Kernel.MakeEvaluator = makeEvaluator
    do { settings = try Settings(environment: environment) } catch {
      // A kernel that does not start shows the user nothing.
      evaluator = { _, _ in RefusingEvaluator(reason: error) }
    }
    let kernel = try await Kernel.open(
      try file.endpoints(), key: try file.key(), makeEvaluator: evaluator, history: history,
      meter: ProcessUsageMeter(), kernelInfo: Superpose.kernelInfo,
      settings: settings, logger: logger)
    let chosen = file.with(kernel.endpoints)
    if chosen != file { try chosen.write(to: connectionFile) }
    Signals.whenTerminated { kernel.stop() }
    let watch = Task {
      try await ParentWatch.parentEnds(environment: environment)
      kernel.stop()
    }
    await kernel.run { ProcessExit.exit(after: 2) }
    watch.cancel()
    try history.close()
    ProcessExit.exitNow()
  }

  /// The history's path: ipykernel's `--HistoryManager.hist_file` option, or the default.
  private func historyPath(_ environment: [String: String]) -> String {
    let option = "--HistoryManager.hist_file="
    return otherArguments.last { $0.hasPrefix(option) }.map { String($0.dropFirst(option.count)) }
      ?? SQLiteHistory.defaultPath(environment: environment)
  }
}
