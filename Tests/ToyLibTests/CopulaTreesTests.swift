import Testing
import ToyLib

@Suite struct CopulaTreesTests {
  private func features(exclusive: Bool) throws -> CopulaTrees {
    let copula = try CopulaFeatures(count: 7, density: 0.6, correlation: 0.2, magnitude: .one)
    return try CopulaTrees(copula, parents: [nil, 0, 0, 0, 1, 1, 4], exclusive: exclusive)
  }

  @Test(arguments: [false, true]) func `a child is present only with its parent`(exclusive: Bool) throws {
    let features = try features(exclusive: exclusive)
    let samples = try features.samples(2_000)
    for s in 0..<samples.rows {
      for (i, parent) in features.parents.enumerated() where samples[s, i] != 0 {
        #expect(parent.map { samples[s, $0] != 0 } ?? true)
      }
    }
  }

  @Test func `of exclusive siblings at most one is present, and none is preferred`() throws {
    let samples = try features(exclusive: true).samples(40_000, seed: 3)
    func count(_ i: Int) -> Int { (0..<samples.rows).count { samples[$0, i] != 0 } }
    #expect((0..<samples.rows).allSatisfy { s in (1...3).count { samples[s, $0] != 0 } <= 1 })
    // Standard deviations are about 87.
    #expect(abs(count(1) - count(2)) < 600 && abs(count(2) - count(3)) < 600)
    let free = try features(exclusive: false).samples(2_000)
    #expect((0..<free.rows).contains { s in (1...3).count { free[s, $0] != 0 } == 3 })
  }

  @Test func `without parents it is the copula`() throws {
    let copula = try CopulaFeatures(count: 4, density: 0.3, correlation: 0.5)
    let features = try CopulaTrees(copula, parents: [nil, nil, nil, nil], exclusive: true)
    #expect(try features.samples(100) == copula.samples(100))
  }

  @Test func `bad parents are refused`() throws {
    let copula = try CopulaFeatures(count: 2, density: 0.3, correlation: 0.5)
    #expect { try CopulaTrees(copula, parents: [1, nil]) } throws: {
      "\($0)" == "parent of feature 0 is 1, but must be the number of a feature before it, or nil."
    }
    #expect { try CopulaTrees(copula, parents: [nil, -1]) } throws: { "\($0)".contains("is -1") }
    #expect { try CopulaTrees(copula, parents: [nil]) } throws: {
      "\($0)".contains("one for each of the 2 features")
    }
  }

  @Test func `it describes itself`() throws {
    #expect(
      "\(try features(exclusive: true))" == "7 features, p = 0.6, correlations 0.2, always 1, 6 of them with a parent")
  }
}
