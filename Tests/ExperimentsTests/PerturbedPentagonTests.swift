import SuperposeExperiments
import SuperposePlot
import Testing
import ToyLib

@Suite struct PerturbedPentagonTests {
  static let result = Result {
    var experiment = PerturbedPentagon()
    experiment.relativeDensities = [0.1, 0.2, 0.4, 1, 10]
    experiment.restarts = 10
    experiment.steps = 5_000
    return try experiment.run()
  }

  @Test func `a pentagon, and two digons where one feature is rare`() throws {
    let winners = try Self.result.get().fits.map(\.winner)
    #expect(winners == [.digons, .digons, .pentagon, .pentagon, .pentagon])
  }

  @Test func `the losses of both cross between a fifth and a half`() throws {
    let crossing = try #require(try Self.result.get().crossing)
    #expect((0.2...0.45).contains(crossing))
  }

  @Test func `neighbours are repelled by a dense feature and close in on a rare one`() throws {
    let result = try Self.result.get()
    let dense = try #require(result.neighbourAngle(at: 10))
    let rare = try #require(result.neighbourAngle(at: 0.4))
    #expect(abs(dense - 76) < 1 && abs(rare - 67) < 1)
  }
}
