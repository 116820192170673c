import Foundation
import SuperposeSweeps
import Testing

@Suite struct EnginesTests {
  private func script(_ options: SlurmOptions, left: Int = 12, file: String = "/data/pairs.json") throws -> String {
    try SlurmScript(
      try CountedSweep().sweep(), source: file, folder: "/data/out", program: "/opt/superpose", options: options
    ).text(left: left)
  }

  @Test func `Slurm gets an array with a task for each point that is left`() throws {
    let script = try script(.slurm(partition: "batch", time: "01:00:00", memory: "2G", atOnce: 4))
    for line in [
      "--array=0-11%4", "--cpus-per-task=1", "--requeue", "--partition=batch", "--time=01:00:00", "--mem=2G",
      "--output=/data/out/logs/%A-%a.txt",
    ] { #expect(script.contains("#SBATCH \(line)\n")) }
    #expect(script.contains(#"--points "$SLURM_ARRAY_TASK_ID/12""#) && script.contains("seq 2"))
  }

  @Test func `an array has at most a thousand tasks`() throws {
    #expect(try script(SlurmOptions(), left: 50_000).contains("--array=0-999\n"))
    #expect(try script(.slurm(tasks: 7), left: 50_000).contains("--array=0-6\n"))
  }

  @Test func `paths with spaces and quotes are one word`() throws {
    #expect(try script(SlurmOptions(), file: "/data/it's mine.json").contains(#"'/data/it'\''s mine.json'"#))
  }

  @Test func `numbers and options that make no job are refused`() throws {
    try withFolder { folder in
      for options in [
        SlurmOptions.slurm(processors: 0), .slurm(tasks: 0), .slurm(atOnce: -1), .slurm(retries: -1),
        .slurm(time: "1\n#SBATCH --account=x"),
      ] {
        let sweep = try Sweep(SweptModel(), over: ["hidden": [2]])
        #expect(throws: SweepError.self) { try sweep.submit(options, in: folder) }
      }
    }
  }

  @Test func `a function of this process cannot be submitted`() throws {
    let error = #expect(throws: SweepError.self) { try CountedSweep().sweep().submit(.slurm()) }
    #expect("\(try #require(error))".contains("superpose sweep run SCRIPT.swift --slurm"))
  }

  @Test func `Snakemake and GNU parallel get every point once`() throws {
    let sweep = try CountedSweep().sweep()
    let rules = sweep.snakefile(source: "a \"b\".json", folder: "out", program: "/opt/superpose")
    for point in sweep.points { #expect(rules.contains("    \"\(point.name)\": \(point.number),\n")) }
    #expect(rules.contains(#"SOURCE = "a \"b\".json""#))
    let command = sweep.parallelCommand(source: "a b.json", folder: "out", program: "/opt/superpose")
    #expect(
      command.hasPrefix("seq 0 11 | parallel --resume-failed")
        && command.hasSuffix("'a b.json' --out out --jobs 1 --points {}"))
  }
}
