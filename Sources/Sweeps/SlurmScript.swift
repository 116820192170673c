internal import Foundation

/// The script of a job array that runs a sweep.
package struct SlurmScript: Sendable {
  let sweep: Sweep
  /// The sweep's file or script, absolute.
  let source: String
  /// The folder of the results, absolute.
  let folder: String
  /// The program `superpose`, absolute.
  let program: String
  let options: SlurmOptions

  /// - Throws: ``SweepError`` for options that make no job.
  package init(_ sweep: Sweep, source: String, folder: String, program: String, options: SlurmOptions) throws {
    try options.validate()
    self.sweep = sweep
    self.source = Self.absolute(source)
    self.folder = Self.absolute(folder)
    self.program = program
    self.options = options
  }

  private static func absolute(_ path: String) -> String { URL(filePath: path).standardizedFileURL.path }

  /// - Parameter left: The number of points without results.
  package func text(left: Int) -> String {
    let tasks = max(1, options.tasks ?? min(left, SlurmOptions.largestArray))
    let atOnce = options.atOnce.map { "%\($0)" } ?? ""
    let lines =
      [
        "--job-name=\(sweep.name.filter { !$0.isWhitespace })", "--array=0-\(tasks - 1)\(atOnce)",
        "--output=\(folder)/logs/%A-%a.txt",
      ] + options.lines
    return """
      #!/bin/bash
      \(lines.map { "#SBATCH \($0)" }.joined(separator: "\n"))

      # Each task runs its share of the \(sweep.points.count) points, and leaves out those that have results.
      # A task that was killed starts again with the points that it has not tried.
      for _ in $(seq \(options.retries + 1)); do
        \(program.shellQuoted) sweep run \(source.shellQuoted) --out \(folder.shellQuoted) \\
          --jobs \(options.processors) --points "$SLURM_ARRAY_TASK_ID/\(tasks)"
        status=$?
        [ "$status" = 0 ] && exit 0
      done
      exit "$status"

      """
  }
}

extension String {
  /// As one word of a shell.
  var shellQuoted: String {
    let isPlain = !isEmpty && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-+=:,@".contains($0)) }
    return isPlain ? self : "'\(replacing("'", with: "'\\''"))'"
  }
}
