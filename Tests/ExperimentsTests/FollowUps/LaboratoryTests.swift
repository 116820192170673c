import SuperposeExperiments
import Testing

/// The experiments after 2022 at sizes that take seconds and still show what they claim.
@Suite struct LaboratoryTests {
  @Test func `an autoencoder with too few active latents mixes correlated features`() throws {
    var experiment = WrongSparsity()
    experiment.correlations = [-0.5, 0.5]
    experiment.steps = 1_500
    let result = try experiment.run()
    #expect(result.claims.failed.map(\.statement) == [])
    #expect(result.relativeErrors.allSatisfy { $0[1] < 0.9 && abs($0[0] - 1) < 0.1 })
    // The control needs a correlation of 0.
    #expect(result.claims.count { !$0.isAsked } == 1)
  }

  @Test func `impossible correlations of the copula are refused`() {
    var experiment = WrongSparsity()
    experiment.correlations = [0.6]
    #expect { try experiment.run() } throws: { "\($0)".contains("not positive semidefinite") }
    experiment.correlations = [0]
    experiment.dimensions = 4
    #expect { try experiment.run() } throws: {
      "\($0)" == "features is 5, but must be at most the 4 dimensions."
    }
  }

  @Test func `random directions reach Welch's bound on average`() throws {
    var experiment = ReadOutFloors()
    experiment.dimensions = [16, 48]
    let frames = try experiment.run().frames
    for frame in frames {
      let expected = 1 / Double(frame.dimensions)
      #expect(abs(frame.meanSquareCrosstalk / expected - 1) < 0.05)
      #expect(frame.welchBound * frame.welchBound < expected && frame.worstCrosstalk < 1)
      // One feature is always found; its error is the others' cross-talk.
      #expect(frame.recoveries[0] == 1)
      #expect(abs(frame.errors[3] / (4 * expected) - 1) < 0.1)
    }
    #expect(try #require(frames[0].threshold) < #require(frames[1].threshold))
  }

  @Test func `random neurons have the errors of their formula`() throws {
    var experiment = PairwiseAnds()
    experiment.features = [40]
    experiment.neurons = [8_192]
    let layer = try experiment.run().layers[0][0]
    #expect(layer.connected == 1 && layer.correct == 1)
    // With 3 features present the read-outs are 1 + q, q · 2 and about 3 q² on average, where q = 0.1.
    #expect(abs(layer.errors[0] - 0.1) < 0.04)
    #expect(abs(layer.errors[1] - 0.2) < 0.04)
    #expect(layer.errors[2] < 0.06)
  }

  @Test func `numbers that make no sense are refused in words`() {
    var ands = PairwiseAnds()
    ands.features = [3]
    #expect { try ands.run() } throws: { "\($0)".contains("at least two more than the 3 present ones") }
    var floors = ReadOutFloors()
    floors.dimensions = [1]
    #expect { try floors.run() } throws: { "\($0)".contains("between 2 and 1024") }
  }
}
