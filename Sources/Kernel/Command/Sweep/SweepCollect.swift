import ArgumentParser
import Foundation
import SuperposeDisplay
import SuperposePlot
import SuperposeSession
import SuperposeSweeps

extension SweepCommand {
  /// `superpose sweep collect FILE`.
  struct Collect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the results as a table or a figure, or print them.",
      discussion: """
        --figure with --x and --y draws lines: the mean over seeds and all other axes, with a band from the smallest to \
        the largest value, one line for each value of --by. With --x, --y and --color it draws a phase diagram.
        """)

    @OptionGroup var source: SweepSource

    @Option(name: .long, help: "The file of the table: .csv or .jsonl.")
    var table: String?

    @Option(name: .long, help: "The file of the figure: .svg, .png or .pdf.")
    var figure: String?

    @Option(name: .long, help: "The axis from left to right.")
    var x: String?

    @Option(name: .long, help: "Lines: a measurement. Phase diagram: the axis upwards.")
    var y: String?

    @Option(name: .long, help: "Lines: an axis with one line for each value.")
    var by: String?

    @Option(name: .long, help: "Phase diagram: the measurement that is the colour.")
    var color: String?

    @Flag(name: .long, help: "Take the points that are done. Without it missing points are an error.")
    var partial = false

    func validate() throws {
      guard figure == nil || (x != nil && y != nil && (by == nil || color == nil)) else {
        throw ValidationError("--figure needs --x and --y, and at most one of --by and --color.")
      }
    }

    func run() async throws {
      let sweep = try await source.sweep()
      let folder = source.folder(of: sweep)
      let results = sweep.results(in: folder)
      guard partial || results.missing.isEmpty else {
        throw ValidationError(
          "\(results.missing.count) of \(sweep.points.count) points have no result in \(folder): run them, or use --partial."
        )
      }
      if let figure { try await draw(results).save(figure) }
      if let table { try results.table.write(to: table) }
      if figure == nil, table == nil { print(results.table.csv, terminator: "") }
      fflush(nil)
      ProcessExit.exitNow()
    }

    private func draw(_ results: SweepResults) async throws -> Figure {
      let (x, y) = (x ?? "", y ?? "")
      return try await sentences {
        if let color { return try results.phaseDiagram(x: x, y: y, color: color) }
        return try results.lines(x: x, y: y, by: by)
      }
    }
  }
}
