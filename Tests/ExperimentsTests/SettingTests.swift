import SuperposeExperiments
import SuperposeJSON
import SuperposePlot
import Testing
import ToyLib

@Suite struct SettingTests {
  private func parameter(_ name: String, of experiment: some Experiment) throws -> Parameter {
    try #require(experiment.parameters.first { $0.name == name })
  }

  @Test func `a recipe has a row for each member, with its source`() throws {
    let uniform = UniformSuperposition()
    #expect(try parameter("recipe.rate", of: uniform) == Parameter("recipe.rate", 0.005, from: "ours"))
    #expect(try parameter("recipe.beta1", of: uniform).source == "Colab")
    #expect(try parameter("recipe.schedule", of: uniform).value == "cosine")
    #expect(try parameter("recipe.evaluationSamples", of: uniform).value == 4_096)
    let sweep = FeatureRecoverySweep()
    #expect(try parameter("recipe.batch", of: sweep).source == "the source")
  }

  @Test func `what a user changes is in the table`() throws {
    var opening = OpeningFigure()
    opening.recipe.batch = 77
    opening.recipe.optimiser = .sgd(rate: 0.5)
    #expect(try parameter("recipe.batch", of: opening) == Parameter("recipe.batch", 77, from: "ours"))
    #expect(opening.description.contains("recipe.optimiser: sgd"))
    opening.steps = 5
    #expect(opening.recipe.steps == 5)
  }

  @Test(arguments: Catalogue.experiments.map { $0.name })
  func `every property but the seed is a setting`(name: String) throws {
    let experiment = try #require(Catalogue.experiment(named: name))
    let others = Mirror(reflecting: experiment).children.compactMap(\.label)
      .filter { !$0.hasPrefix("_") }
    #expect(others == ["seed"])
  }

  @Test func `warming up stays a twentieth of the run`() {
    var descent = DoubleDescent()
    descent.steps = 400
    #expect(descent.recipe.schedule == .warmUp(steps: 20, then: .halfCosine))
    descent.weightDecay = 1
    #expect(descent.recipe.optimiser == .adamW(weightDecay: 1))
  }

  @Test func `epochs are steps in other units`() {
    var dynamics = KGonDynamics()
    #expect(dynamics.epochs == 4_500)
    dynamics.epochs = 10
    #expect(dynamics.recipe.steps == 500)
  }
}
