import ArgumentParser
import SuperposeDisplay
import SuperposePlot

/// `superpose provenance FILE`: prints which experiment made a figure.
struct ProvenanceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "provenance",
    abstract: "Print the experiment, parameters, seed and version stored in a figure's file.")

  @Argument(help: "An SVG, PNG or PDF file that Superpose saved.")
  var file: String

  /// The longest text that is printed, in Unicode scalars.
  private static let limit = 100_000

  func run() throws {
    let text = try Provenance.read(from: file).description.unicodeScalars
    print(String(text.prefix(Self.limit)).terminalEscaped)
    if text.count > Self.limit { print("… cut: \(text.count - Self.limit) more characters") }
  }
}
