internal import Foundation
import SuperposePlot

/// Writes every figure and a page that shows them all: `gallery [directory] [--png] [--notebook]`.
let directory = CommandLine.arguments.dropFirst().first ?? "docs/gallery"
try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
let sections = [
  GalleryPage.Section(heading: "The paper's figures", specimens: try Specimens.paper()),
  GalleryPage.Section(
    heading: "Marks and scales", specimens: try Specimens.marks() + [Specimens.solids]),
]
for specimen in sections.flatMap(\.specimens) {
  try specimen.figure.save("\(directory)/\(specimen.name).svg")
  if CommandLine.arguments.contains("--png") {
    try specimen.figure.save("\(directory)/\(specimen.name).png", dpi: 144)
  }
}
let page = GalleryPage(
  sections: sections, turning: try Specimens.polytopes.map { try $0.polytope.rotatable.html })
try Data(page.html.utf8).write(to: URL(fileURLWithPath: "\(directory)/index.html"))
if CommandLine.arguments.contains("--notebook") {
  let notebook = GalleryNotebook(specimens: sections.flatMap(\.specimens), isForPaper: false)
  try notebook.write(to: "\(directory)/gallery.ipynb")
  let paper = GalleryNotebook(specimens: sections.flatMap(\.specimens), isForPaper: true)
  try paper.write(to: "\(directory)/paper.ipynb")
}
print("\(directory)/index.html")
