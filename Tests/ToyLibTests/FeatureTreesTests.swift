import Testing
import ToyLib

@Suite struct FeatureTreesTests {
  private let exclusive = FeatureTrees(
    [
      FeatureTree(0.5, children: [.init(0.2), .init(0.3)], exclusive: true), FeatureTree(0.1),
    ], magnitude: .one)
  private let deep = FeatureTrees(
    [FeatureTree(0.8, children: [FeatureTree(0.5, children: [.init(0.5)]), .init(0.25)])],
    magnitude: .one)

  private func shares(_ samples: Matrix) -> [Double] {
    (0..<samples.columns).map { i in
      Double((0..<samples.rows).count { samples[$0, i] != 0 }) / Double(samples.rows)
    }
  }

  @Test func `features are present as often as the product along their path`() throws {
    #expect(exclusive.densities.map { Float($0) } == [0.5, 0.1, 0.15, 0.1])
    #expect(deep.densities == [0.8, 0.4, 0.2, 0.2])
    for features in [exclusive, deep] {
      let found = shares(try features.samples(40_000, seed: 2))
      // One standard deviation is at most 0.0025.
      for (share, density) in zip(found, features.densities) { #expect(abs(share - density) < 0.01) }
    }
  }

  @Test func `a child is present only with its parent`() throws {
    #expect(deep.parents == [nil, 0, 1, 0])
    let samples = try deep.samples(2_000)
    for s in 0..<samples.rows {
      for (i, parent) in deep.parents.enumerated() where samples[s, i] != 0 {
        #expect(parent.map { samples[s, $0] != 0 } ?? true)
      }
    }
  }

  @Test func `exclusive siblings are never present together, others are as often as chance says`() throws {
    let apart = try exclusive.samples(2_000)
    #expect((0..<apart.rows).allSatisfy { apart[$0, 1] == 0 || apart[$0, 2] == 0 })
    let free = try deep.samples(40_000)
    let together = Double((0..<free.rows).count { free[$0, 1] != 0 && free[$0, 3] != 0 }) / 40_000
    #expect(abs(together - 0.8 * 0.5 * 0.25) < 0.008)
  }

  @Test func `a feature may have a magnitude of its own`() throws {
    let features = FeatureTrees(
      [FeatureTree(1, magnitude: .constant(2), children: [.init(1, magnitude: .constant(10)), .init(1)])],
      magnitude: .one)
    #expect(try features.samples(1).elements == [2, 10, 1])
  }

  @Test(arguments: [
    (FeatureTrees([]), "trees is 0"),
    (FeatureTrees([FeatureTree(1.5)]), "probability of feature 0 is 1.5"),
    (FeatureTrees([FeatureTree(0.5, children: [.init(-0.1)])]), "probability of feature 1 is -0.1"),
    (
      FeatureTrees([FeatureTree(0.5, children: [.init(0.6), .init(0.6)], exclusive: true)]),
      "feature 0's exclusive children is 1.2, but must be at most 1"
    ),
    (FeatureTrees([FeatureTree(0.5, magnitude: .constant(.nan))]), "constant magnitude is nan"),
  ])
  func `impossible trees are refused in words`(_ trees: FeatureTrees, _ words: String) {
    #expect { try trees.samples(1) } throws: { "\($0)".contains(words) }
  }

  @Test func `they train, the same each time, and describe themselves`() throws {
    func train() throws -> [Network] {
      try ReLUOutputModel(hidden: 2).train(on: deep, steps: 20, instances: 2, seed: 1).map(\.network)
    }
    #expect(try train() == train())
    #expect("\(exclusive)" == "4 features in 2 trees, 0.85 present on average, always 1")
  }
}
