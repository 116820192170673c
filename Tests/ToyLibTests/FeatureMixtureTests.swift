import Testing
import ToyLib

@Suite struct FeatureMixtureTests {
  private let mixture = FeatureMixture([
    (9, SparseFeatures(count: 5, sparsity: 1)), (1, SparseFeatures(count: 5, sparsity: 0, magnitude: .one)),
  ])

  @Test func `components are drawn as often as their weights say`() throws {
    let samples = try mixture.samples(20_000, seed: 3)
    let full = (0..<samples.rows).count { samples[row: $0] == [1, 1, 1, 1, 1] }
    let empty = (0..<samples.rows).count { samples[row: $0] == [0, 0, 0, 0, 0] }
    // One standard deviation of the share is 0.0021.
    #expect(abs(Double(full) / 20_000 - 0.1) < 0.01)
    #expect(full + empty == samples.rows)
  }

  @Test func `a mixture of one is its component`() throws {
    let sparse = SparseFeatures(count: 8, sparsity: 0.75)
    let one = FeatureMixture([(2, sparse)])
    let present = try one.samples(5000).elements.count { $0 != 0 }
    #expect(abs(Double(present) / 40_000 - 0.25) < 0.02)
    #expect(one.samplingMethod == .oneByOne(density: 0.25))
  }

  @Test func `its density is that of its components`() {
    #expect(mixture.samplingMethod == .oneByOne(density: 0.1))
  }

  @Test func `it trains, and the same seed gives the same bits`() throws {
    func train() throws -> [Network] {
      try ReLUOutputModel(hidden: 2).train(on: mixture, steps: 20, instances: 2, seed: 1).map(\.network)
    }
    #expect(try train() == train())
  }

  @Test(arguments: [
    (FeatureMixture([]), "components"),
    (FeatureMixture([(0, SparseFeatures(count: 2, sparsity: 0.5))]), "weight of component 0"),
    (FeatureMixture([(.nan, SparseFeatures(count: 2, sparsity: 0.5))]), "weight of component 0"),
    (FeatureMixture([(1, SparseFeatures(count: 2, sparsity: 2))]), "sparsity"),
    (
      FeatureMixture([
        (1, SparseFeatures(count: 2, sparsity: 0.5)), (1, SparseFeatures(count: 3, sparsity: 0.5)),
      ]), "features of component 1"
    ),
  ])
  func `an impossible mixture is refused in words`(_ mixture: FeatureMixture, _ words: String) {
    #expect { try mixture.validate() } throws: { "\($0)".contains(words) }
  }

  @Test func `it describes itself`() {
    #expect(
      "\(mixture)"
        == "90 %: 5 features, S = 1, uniform in [0, 1]; 10 %: 5 features, S = 0, always 1")
  }
}
