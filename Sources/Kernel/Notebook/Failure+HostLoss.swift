internal import SuperposeCells
internal import SuperposeEvaluation
internal import SuperposeHostClient
internal import SuperposeHostLink
internal import SuperposeProcesses

extension Failure {
  /// The failure that reports why the host ended and what was lost.
  ///
  /// - Parameters:
  ///   - gone: The cells that the host held.
  ///   - memoryLimit: Bytes of private memory that cells may have; `nil` for no limit.
  init(_ loss: HostLoss, gone: Chain, memoryLimit: UInt64?) {
    self = Failure.reason(for: loss, memoryLimit)
    guard !gone.links.isEmpty else {
      traceback.append("Nothing was lost: no earlier cell had run.")
      return
    }
    let cells = gone.links.map { "[\($0.executionCount)]" }.joined(separator: ", ")
    traceback.append("Lost: everything that cells \(cells) created.")
    if !gone.variables.isEmpty {
      traceback.append("Variables: \(gone.variables.joined(separator: ", ")).")
    }
    if !gone.declarations.isEmpty {
      traceback.append("Functions and types: \(gone.declarations.joined(separator: ", ")).")
    }
    if !gone.importedModules.isEmpty {
      traceback.append("Imports: \(gone.importedModules.joined(separator: ", ")).")
    }
    traceback.append("\(Style.bold)%restore\(Style.plain) reruns these cells.")
  }

  private static func reason(for loss: HostLoss, _ memoryLimit: UInt64?) -> Failure {
    switch loss {
    case .gaveUp:
      return headed(
        "Interrupted",
        "the cell did not stop within 3 seconds, so the process that runs cells was killed")
    case .died(let end, let lastWords):
      if end.code == outOfMemoryExitCode, end.signal == nil {
        return outOfMemory(limit: memoryLimit)
      }
      let last = lastWords.split(separator: "\n").last.map { "; its last output was: \($0)" } ?? ""
      return headed("HostDied", "the process that runs cells \(end.sentence)\(last)")
    }
  }

  /// The failure of a cell that exceeded the memory limit.
  ///
  /// - Parameter limit: Bytes of private memory that cells may have; `nil` for no limit.
  static func outOfMemory(limit: UInt64?) -> Failure {
    guard let limit else { return headed("MemoryLimit", "out of memory") }
    return headed(
      "MemoryLimit",
      "the cell exceeded the memory limit of \(gigabytes(limit)) "
        + "(set SUPERPOSE_MEMORY_LIMIT to change it)")
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
    return "was killed by \(names[signal] ?? "signal \(signal)")"
  }
}
