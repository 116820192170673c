import Foundation
import SuperposeExperiments
import SuperposeFigureFiles
import SuperposePlot
import Testing
import ToyLib

@Suite struct FigureFilesTests {
  private let maker = FigureMaker(directory: nil, pace: .fast)

  @Test func `the same experiment gives the same hashes`() throws {
    let first = try maker.make(OpeningFigure())
    let second = try maker.make(OpeningFigure())
    #expect(first == second)
    #expect(first.figures.values.allSatisfy { $0.count == 64 })
  }

  @Test func `what differs is named`() throws {
    let expected = FigureManifest(pace: .fast, experiments: [try maker.make(OpeningFigure())])
    var other = OpeningFigure()
    other.seed = 2
    let made = FigureManifest(pace: .fast, experiments: [try maker.make(other)])
    let differences = made.differences(from: expected)
    #expect(differences.contains("opening: seed 2, in the manifest 1"))
    #expect(differences.contains("opening: figure opening differs"))
    #expect(expected.differences(from: expected).isEmpty)
  }

  @Test func `a manifest is read as it was written`() throws {
    let manifest = FigureManifest(
      pace: .fast, experiments: [try maker.make(NonlinearCompression())])
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try manifest.write(to: path)
    #expect(try FigureManifest(contentsOf: path) == manifest)
  }

  @Test func `an unknown name is answered with the known ones`() {
    #expect {
      try FigureMaker.experiments(named: ["openning"])
    } throws: { error in
      "\(error)".contains("no experiment named openning") && "\(error)".contains("opening,")
    }
  }

  @Test func `figures go into files of three kinds`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    _ = try FigureMaker(directory: folder, pace: .fast).make(NonlinearCompression())
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == [
        "nonlinear-compression.pdf", "nonlinear-compression.png", "nonlinear-compression.svg",
      ])
  }
}
