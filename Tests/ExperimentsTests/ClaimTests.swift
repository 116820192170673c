import SuperposeExperiments
import SuperposePlot
import Testing

@Suite struct ClaimTests {
  @Test func `a claim that the run cannot answer is not asked`() throws {
    var opening = OpeningFigure(sparsities: [0.9])
    opening.steps = 50
    opening.restarts = 1
    let claims = try opening.run().claims
    #expect(claims.count == 3 && claims.asked.count == 1)
    #expect(claims[0].measured == "not asked: needs five features and a sparsity of 0")
    #expect("\(claims)".hasSuffix("of 1 claims held, 2 not asked"))
    #expect(!claims.failed.contains { !$0.isAsked })
  }

  @Test func `a remark states what this run measured`() throws {
    var pentagon = PerturbedPentagon()
    pentagon.relativeDensities = [0.5, 1, 2]
    pentagon.steps = 200
    pentagon.restarts = 3
    let claims = try pentagon.run().claims
    #expect(!claims.contains { $0.remark?.contains("3.7") == true })
    let sparser = try #require(claims.first { $0.statement.hasPrefix("a sparser feature") })
    #expect(sparser.measured == "not asked: needs a relative density of 0.4")

    var phases = PhaseChange(features: [2])
    phases.resolution = 3
    phases.models = 4
    phases.dropped = 2
    phases.steps = 50
    let average = try #require(try phases.run().claims.first { $0.statement.contains("average of") })
    #expect(average.statement.contains("average of two models, the worst two of four left out"))
  }

  @Test func `a result that cannot be drawn says why`() throws {
    let figure = Undrawable(experiment: Schematics()).figure
    #expect { try figure.svg() } throws: { "\($0)".contains("row") }
  }
}

/// A result whose raster has rows of different lengths.
private struct Undrawable: ExperimentResult {
  let experiment: Schematics
  let claims: Claims = []
  func draw() throws -> [NamedFigure] {
    [NamedFigure("ragged", Figure(Plot(marks: [try Raster([[1, 2], [3]])])))]
  }
}
