import SuperposeExperiments
import SuperposePlot
import Testing
import ToyLib

@Suite struct ComputationTests {
  @Test func `three absolute values take one neuron for each sign`() throws {
    let result = try AbsoluteValue().run()
    #expect(result.claims.failed.isEmpty)
    #expect(try result.circuits.complete.count == 3)
    #expect(result.network.asymmetricMotifs().isEmpty)
  }

  @Test func `dense neurons are monosemantic, sparse ones are not`() throws {
    var experiment = ComputationInSuperposition()
    experiment.features = 30
    experiment.neurons = 12
    experiment.densities = [1, 0.02]
    experiment.importance = .geometric(0.9)
    experiment.steps = 4_000
    experiment.restarts = 2
    let result = try experiment.run()
    #expect(result.neurons[0].count(.monosemantic) >= 11)
    #expect(result.neurons[1].count(.monosemantic) <= 4)
  }

  @Test func `small models protect a feature that shares neurons`() throws {
    var experiment = AsymmetricSuperposition()
    experiment.restarts = 24
    let result = try experiment.run()
    #expect(!result.motifs.isEmpty)
    #expect(result.motifs.allSatisfy { $0.asymmetry > 4 && $0.remainder < 0.5 * $0.harm })
    #expect(result.ablations.allSatisfy { $0.after > 2 * $0.before })
  }

  @Test func `its figures are all drawn`() throws {
    let result = try AsymmetricSuperposition().shortened.run()
    for figure in result.figures { #expect(try !figure.figure.svg().isEmpty) }
  }
}
