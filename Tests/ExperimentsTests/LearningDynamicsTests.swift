import SuperposeExperiments
import SuperposePlot
import Testing
import ToyFigures
import ToyLib

@Suite struct LearningDynamicsTests {
  @Test func `the loss falls when features jump`() throws {
    let result = try EnergyLevels().run()
    #expect(result.claims.failed.isEmpty)
    #expect(result.jumps.count >= 2)
  }

  @Test func `two bundles open into an octahedron`() throws {
    let result = try GeometricTransformations().run()
    #expect(result.stages.map(\.letter.plainText) == ["A", "B", "C", "D"])
    #expect(result.claims.failed.isEmpty)
  }
}
