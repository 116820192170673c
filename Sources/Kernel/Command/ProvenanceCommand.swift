import ArgumentParser
import SuperposePlot

/// `superpose provenance FILE`: prints which experiment made a figure.
struct ProvenanceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "provenance",
    abstract: "Print the experiment, parameters, seed and version stored in a figure's file.")

  @Argument(help: "An SVG, PNG or PDF file that Superpose saved.")
  var file: String

  func run() throws { print(try Provenance.read(from: file)) }
}
