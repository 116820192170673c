import SuperposeExperiments
import SuperposePlot
import Testing
import ToyLib

@Suite struct PhaseChangeTests {
  @Test func `models are in the phase that theory says, away from boundaries`() throws {
    var experiment = PhaseChange()
    experiment.resolution = 6  // even: no point at equal importance, where theory has a tie
    experiment.models = 8
    experiment.steps = 4_000
    let result = try experiment.run()
    for diagram in result.diagrams {
      #expect(diagram.agreement(of: \.best) >= 0.9, "n = \(diagram.features)")
      let phases = Set(diagram.points.flatMap(\.self).map(\.best.phase))
      #expect(phases == Set(Phase.allCases))
    }
  }
}
