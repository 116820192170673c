internal import Foundation

/// The commands of Slurm.
enum Slurm {
  /// Submits a script.
  ///
  /// - Returns: The number of the job.
  /// - Throws: ``SweepError`` when there is no sbatch, or it refuses the script.
  static func submit(script: String) throws -> String {
    let answer = try run(["sbatch", "--parsable", script])
    guard answer.status == 0, let job = answer.text.split(whereSeparator: { ";\n".contains($0) }).first else {
      throw SweepError.slurm("sbatch refused the job: \(answer.problem)")
    }
    return String(job)
  }

  /// `pending: 12, running: 4` for tasks of `jobs` that have not ended; empty when all have ended, and a sentence
  /// when Slurm does not answer.
  static func states(of jobs: [String]) -> String {
    guard !jobs.isEmpty else { return "" }
    let answer: Answer
    do {
      answer = try run(["squeue", "--noheader", "--array", "--format=%T", "--jobs=" + jobs.joined(separator: ",")])
    } catch { return "not known (\(error))" }
    guard answer.status == 0 else {
      // Slurm forgets jobs some minutes after they have ended.
      return answer.problem.contains("Invalid job id") ? "" : "not known (\(answer.problem))"
    }
    var counts: [String: Int] = [:]
    let ended = ["COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "NODE_FAIL", "OUT_OF_MEMORY", "BOOT_FAIL", "DEADLINE"]
    for line in answer.text.split(separator: "\n") where !ended.contains(String(line)) {
      counts[line.lowercased(), default: 0] += 1
    }
    return counts.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
  }

  private struct Answer {
    let status: Int32
    let text: String
    let problem: String
  }

  private static func run(_ words: [String]) throws -> Answer {
    guard let program = path(of: words[0]) else {
      throw SweepError.slurm("there is no \(words[0]) in PATH. Run this where jobs are submitted.")
    }
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = Array(words.dropFirst())
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let problem = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return Answer(
      status: process.terminationStatus, text: text, problem: problem.trimmingCharacters(in: .whitespacesAndNewlines))
  }

  private static func path(of program: String) -> String? {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(program)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}
