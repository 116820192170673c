internal import Foundation
internal import SuperposeCells
internal import SuperposeEvaluation
internal import SuperposeHostClient
internal import SuperposeHostLink
internal import SuperposeProcesses

/// Why everything that cells had made is gone.
enum HostLoss: Sendable {
  case died(ProcessEnd, lastWords: String)
  case gaveUp
}

extension NotebookEvaluator {
  /// Forgets what the dead host held, keeps the means to bring it back, and says so.
  func loseHost(_ loss: HostLoss) -> Failure {
    let gone = chain
    if !gone.links.isEmpty { lost = gone }
    chain = gone.emptied()
    let (name, reason) = words(for: loss)
    var lines = [Failure.heading(name, reason)]
    if gone.links.isEmpty {
      lines.append("Nothing was lost: no cell had run before.")
    } else {
      let cells = gone.links.map { "[\($0.executionCount)]" }.joined(separator: ", ")
      lines.append("Lost: what cells \(cells) had made.")
      if !gone.variables.isEmpty {
        lines.append("Variables: \(gone.variables.joined(separator: ", ")).")
      }
      if !gone.declarations.isEmpty {
        lines.append("Functions and types: \(gone.declarations.joined(separator: ", ")).")
      }
      lines.append("\(Style.bold)%restore\(Style.plain) runs those cells again.")
    }
    return Failure(name: name, value: reason, traceback: lines)
  }

  private func words(for loss: HostLoss) -> (name: String, reason: String) {
    switch loss {
    case .gaveUp:
      return (
        "Interrupted",
        "the cell could not be left where it was, so the process that runs cells was ended"
      )
    case .died(let end, let lastWords):
      if end.code == outOfMemoryExitCode, end.signal == nil { return ("MemoryLimit", memoryWords) }
      let last = lastWords.split(separator: "\n").last.map { "; it said: \($0)" } ?? ""
      return ("HostDied", "the process that runs cells \(end.sentence)\(last)")
    }
  }

  /// What is said of a cell that asked for more memory than there is.
  var memoryWords: String {
    guard let limit = configuration.memoryLimit else { return "no memory is left" }
    return "the cell asked for more memory than the \(gigabytes(limit)) that cells may have "
      + "(set SUPERPOSE_MEMORY_LIMIT to change it)"
  }
}

private func gigabytes(_ bytes: UInt64) -> String {
  let tenths = (Double(bytes) / Double(1 << 30) * 10).rounded() / 10
  return "\(tenths) GiB"
}

extension ProcessEnd {
  fileprivate var sentence: String {
    guard let signal else { return "exited with code \(code)" }
    let names: [Int32: String] = [
      6: "SIGABRT (abort)", 9: "SIGKILL", 11: "SIGSEGV", 15: "SIGTERM", 7: "SIGBUS",
    ]
    return "was ended by \(names[signal] ?? "signal \(signal)")"
  }
}
