import SuperposeExperiments
import SuperposePlot
import Testing
import ToyLib

@Suite struct CompanionTests {
  @Test func `a staircase beats linear compression, as sharply as one over twelve Z squared`() throws {
    let claims = try NonlinearCompression().shortened.run().allClaims
    #expect(claims.count == 4)
    // The paper's count of neurons, against a network made by hand.
    #expect(claims.failed.map(\.statement) == [claims[1].statement])
    #expect(claims[1].measured.contains("with 6 ReLUs, at Z = 2"))
  }

  @Test func `a staircase decodes what it encodes, but for its ramps`() {
    let staircase = Staircase(segments: 5, ramp: 0)
    let (x, y) = staircase.decode(staircase.encode(0.47, 0.3))
    #expect(abs(x - 0.5) < 1e-12 && abs(y - 0.3) < 1e-12)
  }

  @Test func `a penalty on the hidden layer removes superposition, the least important first`() throws {
    var experiment = HiddenPenalty()
    experiment.steps = 5_000
    experiment.restarts = 2
    experiment.penalties = [0, 1e-4, 5e-3, 1e-2]
    let result = try experiment.run()
    #expect(result.claims.failed.map(\.statement) == [])
  }

  @Test func `the first run of the Colab goes from two features to four and five`() throws {
    let result = try Colab(runs: [.introduction]).run()
    #expect(result.claims.asked.count == 1)
    #expect(result.claims.failed.map(\.measured) == [])
  }

  @Test func `schematics draw`() throws {
    for named in try Schematics().run().figures {
      #expect(try named.figure.svg().hasPrefix("<svg"), "\(named.name)")
    }
  }
}
