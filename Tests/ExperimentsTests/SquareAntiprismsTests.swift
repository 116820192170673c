import SuperposeExperiments
import Testing
import ToyLib

@Suite struct SquareAntiprismsTests {
  @Test func `training keeps square antiprisms that it does not find`() throws {
    var experiment = SquareAntiprisms()
    experiment.features = 40
    experiment.hidden = 9
    experiment.recipe.steps = 2_000
    experiment.recipe.batch = 256
    experiment.restarts = 1
    let result = try experiment.run()
    #expect(result.constructed.antiprisms == 3)
    #expect(result.random.allSatisfy { $0.antiprisms < 3 })
    #expect(result.claims.map(\.held) == [false, true, true])
    #expect(result.compared.count == 3)
  }
}
