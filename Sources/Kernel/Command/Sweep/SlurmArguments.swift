import ArgumentParser
import SuperposeSweeps

/// Options of `superpose sweep run --slurm`.
struct SlurmArguments: ParsableArguments {
  @Flag(name: .long, help: "Submit a job array to Slurm instead of running here.")
  var slurm = false

  @Flag(name: .long, help: "With --slurm: print the script and submit nothing.")
  var dryRun = false

  @Option(name: .long, help: "Slurm: tasks of the array. Default: one for each point that is left, at most 1,000.")
  var tasks: Int?

  @Option(name: .long, help: "Slurm: the largest number of tasks at the same time.")
  var atOnce: Int?

  @Option(name: .long, help: "Slurm: processors of a task, each of which runs a point. Default: 1.")
  var processors: Int?

  @Option(name: .long, help: "Slurm: how often a task that ends with an error is started again. Default: once.")
  var retries: Int?

  @Option(name: .long, help: "Slurm: the longest time of a task, such as 01:00:00.")
  var time: String?

  @Option(name: .long, help: "Slurm: memory of a task, such as 2G.")
  var memory: String?

  @Option(name: .long, help: "Slurm: the partition.")
  var partition: String?

  @Option(name: .long, help: "Slurm: the account.")
  var account: String?

  @Option(name: .long, help: "Slurm: another option of sbatch, such as --sbatch=--constraint=avx512.")
  var sbatch: [String] = []

  func validate() throws {
    let counts = [tasks, atOnce, processors, retries].compactMap(\.self)
    let isGiven = !counts.isEmpty || [time, memory, partition, account].contains { $0 != nil } || !sbatch.isEmpty
    guard slurm || !(isGiven || dryRun) else {
      throw ValidationError("Options of Slurm and --dry-run need --slurm. Without it the points run here.")
    }
  }

  var options: SlurmOptions {
    .slurm(
      partition: partition, account: account, time: time, memory: memory, processors: processors ?? 1, tasks: tasks,
      atOnce: atOnce, retries: retries ?? 1, others: sbatch)
  }
}
