import ArgumentParser
import Foundation
import SuperposeExperiments
import SuperposeFigureFiles
import Synchronization

/// `superpose figures [NAMES]`: every figure of the paper, without a notebook.
struct FiguresCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "figures",
    abstract: "Run experiments and write their figures as SVG, PNG and PDF.",
    discussion: """
      Also writes manifest.json: for each experiment its parameters, its seed, the SHA-256 of each \
      figure's SVG, and which claims held. Two runs write the same bytes. PNG and PDF files also \
      depend on the system's cairo and fonts, and are not hashed.
      """)

  @Argument(help: "Names of experiments, such as opening. Default: all experiments.")
  var names: [String] = []

  @Option(name: .long, help: "The folder for the figures. It is created if it does not exist.")
  var out: String?

  @Flag(name: .long, help: "Compare with the committed manifest; list differences and exit with status 1.")
  var verify = false

  @Flag(name: .long, help: "Write the results into the committed manifest.")
  var update = false

  @Option(name: .long, help: "The path of the committed manifest.")
  var manifest = "docs/figures-manifest.json"

  @Option(name: .long, help: "The seed. Default: each experiment's own.")
  var seed: UInt64?

  @Option(
    name: .long,
    help: """
      Seeds, such as 1...5: run each experiment with each of them, on all cores, and print how often \
      its claims hold. With --update the results go into --results and its page.
      """)
  var seeds: SeedRange?

  @Option(name: .long, help: "The path of the committed results over seeds.")
  var results = "docs/claims-over-seeds.json"

  @Flag(
    name: .long, help: "Train for seconds instead of minutes, to check that experiments run. Do not use the results.")
  var fast = false

  @Flag(name: .long, help: "Print the names of the experiments and their sources.")
  var list = false

  func validate() throws {
    guard list || verify || update || out != nil || seeds != nil else {
      throw ValidationError(
        "Give a folder for the figures with --out DIR, or use --verify, --update or --seeds.")
    }
    guard seeds == nil || (seed == nil && !verify && out == nil) else {
      throw ValidationError(
        "--seeds draws no figures: use it without --seed, --verify and --out.")
    }
    guard seed == nil || !(verify || update) else {
      throw ValidationError(
        "The committed manifest has each experiment's own seed: use --seed with --out only.")
    }
    guard !(seeds != nil && update && fast) else {
      throw ValidationError("--fast results are not to be used: leave out --update.")
    }
  }

  func run() throws {
    let experiments = try FigureMaker.experiments(named: names)
    if list { return printNames(experiments) }
    if let seeds { return try sweep(experiments, seeds.seeds) }
    // Read the manifest first, so that a wrong path fails before minutes of training.
    let isThere = FileManager.default.fileExists(atPath: manifest)
    let expected = verify || (update && isThere) ? try FigureManifest(contentsOf: manifest) : nil
    let maker = FigureMaker(directory: out, pace: fast ? .fast : .full)
    let made = FigureManifest(pace: maker.pace, experiments: try experiments.map { try make($0, maker) })
    if let out { try made.write(to: "\(out)/manifest.json") }
    if verify, let expected { try report(made.differences(from: expected)) }
    if update { try (expected?.updated(with: made) ?? made).write(to: manifest) }
  }

  private func printNames(_ experiments: [any Experiment]) {
    for experiment in experiments.map({ type(of: $0) }) {
      print("\(experiment.name): \(experiment.question)\n    \(experiment.source)")
    }
  }

  private func make(_ experiment: any Experiment, _ maker: FigureMaker) throws -> FigureManifest.Entry {
    var experiment = experiment
    if let seed { experiment.seed = seed }
    let entry = try maker.make(experiment)
    let answers = entry.claims.compactMap(\.held)
    let left = entry.claims.count - answers.count
    print(
      "\(entry.experiment): \(entry.figures.count) figures, \(answers.count { $0 }) of "
        + "\(answers.count) claims held" + (left > 0 ? ", \(left) not asked" : ""))
    fflush(nil)  // show each line at once, also in a pipe
    return entry
  }

  /// Each run's results are written at once, so that an interrupted sweep keeps them.
  private func sweep(_ experiments: [any Experiment], _ seeds: [UInt64]) throws {
    let isThere = FileManager.default.fileExists(atPath: results)
    let found = Mutex(update && isThere ? try SeedResults(contentsOf: results) : SeedResults())
    try SeedSweeper(pace: fast ? .fast : .full).sweep(experiments, seeds: seeds) { sweep in
      try found.withLock { all in
        all = all.merged(with: [sweep])
        if update { try write(all) }
      }
      print("seed \(sweep.seeds.map(String.init).joined()): \(sweep)")
      fflush(nil)
    }
    // Experiments that were never swept have the one run of the manifest.
    if update, FileManager.default.fileExists(atPath: manifest) {
      let committed = try FigureManifest(contentsOf: manifest)
      try found.withLock { try write($0.completed(with: committed)) }
    }
    let names = Set(experiments.map { type(of: $0).name })
    for sweep in found.withLock(\.self).experiments where names.contains(sweep.experiment) {
      print(sweep)
      for claim in sweep.claims where claim.standing != .held && !claim.isHeldThroughout {
        print("  \(claim.verdict) (\(claim.count)): \(claim.statement): \(claim.spread)")
      }
    }
  }

  private func write(_ found: SeedResults) throws {
    try found.write(to: results)
    try found.page.write(
      toFile: (results as NSString).deletingPathExtension + ".md", atomically: true, encoding: .utf8)
  }

  private func report(_ differences: [String]) throws {
    guard !differences.isEmpty else { return print("All experiments match \(manifest).") }
    for difference in differences { print(difference) }
    throw ExitCode.failure
  }
}

/// Seeds from the first to the last: `1...5`, or a single one.
struct SeedRange: ExpressibleByArgument {
  let seeds: [UInt64]

  init?(argument: String) {
    let ends = argument.split(separator: ".", omittingEmptySubsequences: true).map { UInt64($0) }
    guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2,
      ends.count == 1 || argument == "\(first)...\(last)", first <= last, last - first < 10_000
    else { return nil }
    seeds = Array(first...last)
  }
}
