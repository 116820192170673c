/// What Slurm is asked for: a job array whose tasks share the points of a sweep.
public struct SlurmOptions: Sendable, Hashable {
  /// Tasks of the array; by default one for each point that is left, at most 1,000, which is Slurm's own limit.
  public var tasks: Int?
  /// The largest number of tasks at the same time; by default as many as Slurm allows.
  public var atOnce: Int?
  /// Processors of a task, each of which runs one point at a time.
  public var processors = 1
  /// How often a task is started again that ends with an error, such as one that was killed.
  public var retries = 1
  /// Such as `01:00:00`.
  public var time: String?
  /// Of a task, such as `2G`.
  public var memory: String?
  public var partition: String?
  public var account: String?
  /// Other options of sbatch, such as `--constraint=avx512`.
  public var others: [String] = []

  public init() {}

  public static func slurm(
    partition: String? = nil, account: String? = nil, time: String? = nil, memory: String? = nil,
    processors: Int = 1, tasks: Int? = nil, atOnce: Int? = nil, retries: Int = 1, others: [String] = []
  ) -> SlurmOptions {
    var options = SlurmOptions()
    options.partition = partition
    options.account = account
    options.time = time
    options.memory = memory
    options.processors = processors
    options.tasks = tasks
    options.atOnce = atOnce
    options.retries = retries
    options.others = others
    return options
  }

  static let largestArray = 1_000

  /// - Throws: ``SweepError`` for numbers that make no job, and for line breaks.
  func validate() throws {
    let counts = [("tasks", tasks ?? 1), ("tasks at once", atOnce ?? 1), ("processors", processors)]
    for (name, count) in counts where count < 1 {
      throw SweepError.slurm("the number of \(name) must be at least 1, and is \(count).")
    }
    guard retries >= 0 else { throw SweepError.slurm("the number of retries must be at least 0, and is \(retries).") }
    for text in lines where text.contains(where: \.isNewline) {
      throw SweepError.slurm("the option '\(text)' has a line break.")
    }
  }

  /// The options that are the same for every sweep.
  var lines: [String] {
    let named = [
      ("--partition", partition), ("--account", account), ("--time", time), ("--mem", memory),
    ].compactMap { name, value in value.map { "\(name)=\($0)" } }
    return ["--nodes=1", "--ntasks=1", "--cpus-per-task=\(processors)", "--requeue"] + named + others
  }
}
