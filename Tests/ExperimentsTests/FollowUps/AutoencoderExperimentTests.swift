import SuperposeExperiments
import Testing

@Suite struct AutoencoderExperimentTests {
  @Test func `features come out of superposition`() throws {
    var experiment = ToyAutoencoders()
    experiment.instances = 8
    let result = try experiment.run()
    #expect(result.claims.failed.map(\.statement) == [])
    #expect(result.chance < 0.9)
  }

  @Test func `there is a zone of penalties that recovers known features`() throws {
    var experiment = FeatureRecoverySweep()
    experiment.features = 32
    experiment.dimensions = 16
    experiment.active = 2
    experiment.exponents = [-8, -4, -2, 0, 4, 8]
    experiment.dictionaryRatios = [1]
    let cosines = try experiment.run().cosines[0]
    let best = cosines.max() ?? 0
    #expect(best > 0.85)
    #expect(cosines[0] < best - 0.15)
    #expect(cosines[5] < best - 0.15)
  }
}
