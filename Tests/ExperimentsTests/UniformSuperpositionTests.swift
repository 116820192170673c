import SuperposeExperiments
import SuperposePlot
import Testing
import ToyFigures
import ToyLib

@Suite struct UniformSuperpositionTests {
  @Test func `features of a plateau are digons, and share all there is`() throws {
    var experiment = UniformSuperposition()
    experiment.features = 80
    experiment.hidden = 10
    experiment.densities = [1, 0.37, 0.3, 0.18]
    experiment.steps = 5_000
    experiment.recipe.batch = 256
    let result = try experiment.run()
    let plateau = result.dimensionsPerFeature
    #expect(abs(plateau[0] - 1) < 0.05)
    #expect(abs(plateau[1] - 0.5) < 0.05 && abs(plateau[2] - 0.5) < 0.05)
    #expect(plateau[3] < 0.45)
    for model in result.models {
      #expect(abs(model.featureDimensionality.reduce(0, +) - 10) < 0.2)
    }
    let digons = result.decompositions[2].factors.filter { $0.name == "digon" }
    #expect(digons.count >= 8)
    for digon in digons {
      #expect(digon.dimensionalities.allSatisfy { abs($0 - 0.5) < 0.02 })
    }
  }
}
