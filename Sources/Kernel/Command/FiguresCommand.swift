import ArgumentParser
import SuperposeExperiments
import SuperposeFigureFiles
import Foundation

/// `superpose figures [NAMES]`: every figure of the paper, without a notebook.
struct FiguresCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "figures",
    abstract: "Run experiments and write their figures as SVG, PNG and PDF.",
    discussion: """
      Beside the figures stands manifest.json: for each experiment its parameters, its seed, the \
      SHA-256 of each figure's SVG, and what became of its claims. Running it twice gives the same. \
      PNG and PDF files depend on the system's cairo and fonts too, and are not hashed.
      """)

  @Argument(help: "Names of experiments, such as opening; all of them without names.")
  var names: [String] = []

  @Option(name: .long, help: "The folder for the figures; it is made where it is missing.")
  var out: String?

  @Flag(name: .long, help: "Compare with the committed manifest, name what differs, exit with 1.")
  var verify = false

  @Flag(name: .long, help: "Put what comes out into the committed manifest.")
  var update = false

  @Option(name: .long, help: "The committed manifest.")
  var manifest = "docs/figures-manifest.json"

  @Flag(name: .long, help: "Seconds of training instead of minutes; only to see that it runs.")
  var fast = false

  @Flag(name: .long, help: "Print the names of the experiments, and where they come from.")
  var list = false

  func validate() throws {
    guard list || verify || update || out != nil else {
      throw ValidationError(
        "Say where the figures go with --out DIR, or ask for --verify or --update.")
    }
  }

  func run() throws {
    let experiments = try FigureMaker.experiments(named: names)
    if list { return printNames(experiments) }
    // Read first: a wrong path should not be found after minutes of training.
    let isThere = FileManager.default.fileExists(atPath: manifest)
    let expected = verify || (update && isThere) ? try FigureManifest(contentsOf: manifest) : nil
    let maker = FigureMaker(directory: out, pace: fast ? .fast : .full)
    let made = FigureManifest(pace: maker.pace, experiments: try experiments.map { try make($0, maker) })
    if let out { try made.write(to: "\(out)/manifest.json") }
    if verify, let expected { try report(made.differences(from: expected)) }
    if update { try (expected?.updated(with: made) ?? made).write(to: manifest) }
  }

  private func printNames(_ experiments: [any Experiment]) {
    for experiment in experiments {
      print("\(type(of: experiment).name)  (\(type(of: experiment).source))")
    }
  }

  private func make(_ experiment: any Experiment, _ maker: FigureMaker) throws -> FigureManifest.Entry {
    let entry = try maker.make(experiment)
    let held = entry.claims.count(where: \.held)
    print(
      "\(entry.experiment): \(entry.figures.count) figures, \(held) of \(entry.claims.count) claims held")
    fflush(nil)  // to be seen as it comes, also in a pipe
    return entry
  }

  private func report(_ differences: [String]) throws {
    guard !differences.isEmpty else { return print("All is as in \(manifest).") }
    for difference in differences { print(difference) }
    throw ExitCode.failure
  }
}
