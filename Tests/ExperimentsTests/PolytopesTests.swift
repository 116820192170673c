import SuperposeExperiments
import SuperposePlot
import Testing
import ToyLib

@Suite struct PolytopesTests {
  @Test func `products keep the shares of their parts, and six features form an octahedron`() throws {
    var experiment = Polytopes()
    experiment.features = [6]
    experiment.restarts = 6
    experiment.steps = 4_000
    let result = try experiment.run()
    #expect(result.claims.asked.count == 6)
    #expect(result.claims.failed.map(\.statement) == [])
  }
}
