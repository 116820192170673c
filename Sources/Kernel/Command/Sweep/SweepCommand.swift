import ArgumentParser
import Foundation
import SuperposeDisplay
import SuperposeSession
import SuperposeSweeps
import ToyLib

/// `superpose sweep`: an experiment with many parameters, on one machine or many.
struct SweepCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep", abstract: "Run an experiment over many parameters and seeds, on one machine or many.",
    subcommands: [
      Run.self, Status.self, Collect.self, List.self, Snakefile.self, Parallel.self,
    ])

  /// `superpose sweep run FILE`.
  struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Run the points that have no result yet, here or with Slurm.",
      discussion: """
        After an interruption the same command goes on. The exit status is 0 when all points are done, 1 when some \
        failed, and 130 after Ctrl-C. With --slurm, a job array runs the points; the other options of Slurm are for it.
        """)

    @OptionGroup var source: SweepSource
    @OptionGroup var slurm: SlurmArguments

    @Option(name: .long, help: "Points at a time. Default: one for each processor.")
    var jobs: Int?

    @Option(name: .long, help: "Only these points: numbers such as 0-3,7, or a share such as 0/4, the first of four.")
    var points = "all"

    func validate() throws {
      guard jobs.map({ $0 > 0 }) ?? true else { throw ValidationError("--jobs must be at least 1.") }
      guard !slurm.slurm || (jobs == nil && points == "all") else {
        throw ValidationError("--jobs and --points are for this machine: use --tasks and --processors with --slurm.")
      }
    }

    func run() async throws {
      let selection = try await sentences { try SweepSelection(points) }
      let sweep = try await source.sweep()
      if slurm.slurm { return try await submit(sweep) }
      let status = try await source.run(sweep, selection, jobs: jobs)
      let state = sweep.status(in: source.folder(of: sweep))
      print(status == 130 ? "interrupted. \(state). The same command goes on." : "\(state)")
      fflush(nil)
      ProcessExit.exitNow(status)
    }

    private func submit(_ sweep: Sweep) async throws {
      let folder = source.folder(of: sweep)
      let (program, status) = (try Sweep.program(), sweep.status(in: folder))
      if slurm.dryRun {
        let script = try await sentences {
          try SlurmScript(sweep, source: source.file, folder: folder, program: program, options: slurm.options)
        }
        if status.isComplete {
          print(SweepSubmission(sweep: sweep, folder: folder, job: nil))
        } else {
          print(script.text(left: status.total - status.done), terminator: "")
        }
      } else {
        let submission = try await sentences {
          try sweep.submit(slurm.options, source: source.file, in: folder, program: program)
        }
        print(submission)
      }
      fflush(nil)
      ProcessExit.exitNow(0)
    }
  }

  /// `superpose sweep status FILE`.
  struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print how many points are done, failed, started and waiting, and the state of jobs.")

    @OptionGroup var source: SweepSource

    func run() async throws {
      let sweep = try await source.sweep()
      let status = sweep.statusWithJobs(in: source.folder(of: sweep))
      print(status)
      for failure in status.failures {
        print("failed: point \(failure.point.number) (\(failure.point)): \(failure.reason)")
      }
      fflush(nil)
      ProcessExit.exitNow()
    }
  }

  /// `superpose sweep list FILE`.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the number, the name and the parameters of each point.")

    @OptionGroup var source: SweepSource

    @Flag(name: .long, help: "Print only how many points there are.")
    var count = false

    func run() async throws {
      let sweep = try await source.sweep()
      if count {
        print(sweep.points.count)
      } else {
        for point in sweep.points { print("\(point.number)\t\(point.name)\t\(point)") }
      }
      fflush(nil)
      ProcessExit.exitNow()
    }
  }

  /// `superpose sweep snakefile FILE`.
  struct Snakefile: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print rules for Snakemake: a job for each point, and the table of all results.")

    @OptionGroup var source: SweepSource

    func run() async throws {
      let sweep = try await source.sweep()
      print(
        sweep.snakefile(source: source.file, folder: source.folder(of: sweep), program: try Sweep.program()),
        terminator: "")
      fflush(nil)
      ProcessExit.exitNow()
    }
  }

  /// `superpose sweep parallel FILE`.
  struct Parallel: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print a command line of GNU parallel that runs all points.")

    @OptionGroup var source: SweepSource

    func run() async throws {
      let sweep = try await source.sweep()
      print(
        sweep.parallelCommand(source: source.file, folder: source.folder(of: sweep), program: try Sweep.program()))
      fflush(nil)
      ProcessExit.exitNow()
    }
  }
}
