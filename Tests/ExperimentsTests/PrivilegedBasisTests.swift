import SuperposeExperiments
import SuperposePlot
import Testing
import ToyLib

@Suite struct PrivilegedBasisTests {
  @Test func `neurons align features, linear units do not`() throws {
    var experiment = PrivilegedBasis()
    experiment.steps = 4_000
    experiment.restarts = 6
    #expect(try experiment.run().claims.failed.isEmpty)
  }

  @Test func `neurons are monosemantic where dense and polysemantic where sparse`() throws {
    var experiment = NeuronRegimes()
    experiment.densities = [0.75, 0.35, 0.06]
    experiment.steps = 3_000
    experiment.restarts = 40
    let result = try experiment.run()
    let counts = result.regimes.map { $0.network.neurons.count(.monosemantic) }
    #expect(counts == [5, 3, 0])
    // Dedicated neurons; the binary code of three features in two neurons.
    #expect(result.claims.prefix(2).count { !$0.held } == 0)
  }
}
