import ArgumentParser
import Foundation
import SuperposeExperiments
import SuperposeFigureFiles

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

  @Flag(
    name: .long, help: "Train for seconds instead of minutes, to check that experiments run. Do not use the results.")
  var fast = false

  @Flag(name: .long, help: "Print the names of the experiments and their sources.")
  var list = false

  func validate() throws {
    guard list || verify || update || out != nil else {
      throw ValidationError(
        "Give a folder for the figures with --out DIR, or use --verify or --update.")
    }
  }

  func run() throws {
    let experiments = try FigureMaker.experiments(named: names)
    if list { return printNames(experiments) }
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
    let entry = try maker.make(experiment)
    let answers = entry.claims.compactMap(\.held)
    let left = entry.claims.count - answers.count
    print(
      "\(entry.experiment): \(entry.figures.count) figures, \(answers.count { $0 }) of "
        + "\(answers.count) claims held" + (left > 0 ? ", \(left) not asked" : ""))
    fflush(nil)  // show each line at once, also in a pipe
    return entry
  }

  private func report(_ differences: [String]) throws {
    guard !differences.isEmpty else { return print("All experiments match \(manifest).") }
    for difference in differences { print(difference) }
    throw ExitCode.failure
  }
}
