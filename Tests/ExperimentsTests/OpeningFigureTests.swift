import SuperposeExperiments
import SuperposeJSON
import SuperposePlot
import Testing

@Suite struct OpeningFigureTests {
  @Test func `two, four and five features are represented`() throws {
    let result = try OpeningFigure().run()
    #expect(result.claims.count == 3)
    #expect(result.claims.failed.isEmpty)
  }

  @Test func `its figure carries its parameters`() throws {
    let result = try OpeningFigure().shortened.run()
    let provenance = try #require(result.figure.provenance)
    #expect(provenance.experiment == "OpeningFigure")
    #expect(provenance.parameters["recipe.steps"] == 1_000)
    #expect(provenance.seed == 1)
  }
}
