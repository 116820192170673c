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

  @Test func `a network trained on sparse data is worse on dense data, and the other way round`() throws {
    var experiment = CompressedDensities().shortened
    (experiment.features, experiment.neurons, experiment.deviation) = (20, 10, 0)
    (experiment.densities, experiment.tests, experiment.testSamples) = ([0.01, 1], 3, 1 << 14)
    experiment.recipe.steps = 2_000
    experiment.recipe.batch = 256
    experiment.sparseRecipe.steps = 2_000
    experiment.sparseRecipe.batch = 1_024
    let result = try experiment.run()
    #expect(result.tested.count == 3 && abs(result.tested[1] - 0.0316228) < 1e-5)
    let (sparse, dense) = (result.models[0], result.models[1])
    #expect(sparse.losses[0] < 0.09 && sparse.losses[0] < dense.losses[0])
    #expect(dense.losses[2] < sparse.losses[2] && abs(dense.own - dense.losses[2]) < 1e-9)
    // M + ½ has twenty singular values of ½, of which ten are left out.
    #expect(abs(result.affine.loss(0.4) - (1.0 / 12 - 0.4 / 16 + 0.5 / 12)) < 1e-6)
  }

  @Test func `numbers that make no sense are refused`() {
    var densities = CompressedDensities()
    densities.densities = [0]
    #expect { try densities.run() } throws: { "\($0)".contains("densities above 0") }
    var directions = CompressedDirections()
    directions.neurons = 101
    #expect { try directions.run() } throws: { "\($0)".contains("at most as many neurons as features") }
  }
}
