import ArgumentParser
import Foundation
import SuperposeCellMessages
import SuperposePlot

/// `superpose pdf FROM TO`: an SVG picture as PDF, for programs that make LaTeX of notebooks.
struct PDFCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pdf",
    abstract: "Write an SVG picture as a page of PDF, in vectors.",
    discussion: """
      nbconvert calls it where `superpose-jupyter install` has set that, so that LaTeX and PDF need no Inkscape.
      """)

  @Argument(help: "An SVG file.")
  var picture: String

  @Argument(help: "The PDF file to write.")
  var out: String

  func run() throws {
    let bytes: [UInt8]
    do { bytes = try SVGDocument(String(contentsOfFile: picture, encoding: .utf8)).pdf() } catch let error as PlotError
    {
      throw ValidationError("\(picture): \(error)")
    } catch {
      throw ValidationError("\(picture) cannot be read: \(error.systemReason)")
    }
    do { try Data(bytes).write(to: URL(fileURLWithPath: out), options: .atomic) } catch {
      throw ValidationError("\(out) cannot be written: \(error.systemReason)")
    }
  }
}
