import SuperposeExperiments
import Testing
import ToyLib

@Suite struct CompressedTests {
  @Test func `a factorisation without M is as good as the naive network, and near its bound with M`() throws {
    var experiment = CompressedDirections().shortened
    (experiment.features, experiment.neurons, experiment.factorSamples) = (20, 10, 1 << 16)
    (experiment.factorDeviations, experiment.factorRounds) = ([0, 0.05], 300)
    let factorisations = try experiment.run().factorisations
    #expect(abs(factorisations[0].floor - 1.0 / 12) < 1e-6 && abs(factorisations[0].naive - 1.0 / 12) < 1e-9)
    #expect(abs(factorisations[0].loss / (1.0 / 12) - 1) < 0.03)
    let noisy = factorisations[1]
    #expect(noisy.floor < noisy.loss * 1.02 && noisy.loss < 1.08 * noisy.floor)
    #expect(noisy.loss < noisy.swappedLoss && noisy.loss < noisy.naive)
  }

  @Test func `neurons read what M has, and another M and a network without M are controls`() throws {
    var experiment = CompressedDirections().shortened
    (experiment.features, experiment.neurons, experiment.density, experiment.deviation) = (30, 15, 0.03, 0.06)
    experiment.recipe.steps = 3_000
    experiment.recipe.batch = 512
    let result = try experiment.run()
    for reading in result.readings {
      #expect(reading.correlation > 0.5 && reading.readShare > 0.65 && reading.cosines.count == 30)
      #expect(reading.elements.count == 30 * 29)
    }
    #expect(result.controls.allSatisfy { abs($0.correlation) < 0.2 && $0.readShare < 0.65 })
  }

  @Test func `numbers that make no sense are refused`() {
    var directions = CompressedDirections()
    directions.neurons = 101
    #expect { try directions.run() } throws: { "\($0)".contains("at most as many neurons as features") }
  }
}
