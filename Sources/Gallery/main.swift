internal import Foundation
import Plot

/// Writes every figure and a page that shows them all: `gallery [directory]`.
let directory = CommandLine.arguments.dropFirst().first ?? "docs/gallery"
try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
let specimens = try Specimens.marks()
for specimen in specimens {
  try specimen.figure.save("\(directory)/\(specimen.name).svg")
  try specimen.figure.save("\(directory)/\(specimen.name).png", dpi: 144)
}
