import ArgumentParser
import SuperposePlot

/// `superpose provenance FILE`: which experiment made a figure.
struct ProvenanceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "provenance",
    abstract: "Print the experiment, parameters, seed and version that a figure's file carries.")

  @Argument(help: "An SVG, PNG or PDF file that Superpose has saved.")
  var file: String

  func run() throws { print(try Provenance.read(from: file)) }
}
