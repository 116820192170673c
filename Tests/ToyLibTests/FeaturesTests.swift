import Testing
import ToyLib

@Suite struct FeaturesTests {
  /// What the inner loops draw, seen from outside: a linear network of zeros with one fixed bias
  /// has the loss E (x − b)², which gives the mean and the mean square.
  private func moments(
    _ features: some FeatureSampler, of i: Int
  ) throws -> (mean: Double, meanSquare: Double) {
    func loss(_ b: Float) throws -> Double {
      let importance = (0..<features.count).map { $0 == i ? Double(features.count) : 0 }
      var bias = [Float](repeating: 0, count: features.count)
      bias[i] = b
      return try LinearModel(hidden: 1, importance: .custom(importance))
        .network(weights: Matrix(rows: features.count, columns: 1), bias: bias)
        .loss(on: features, samples: 1 << 18)
    }
    let square = try loss(0)
    return ((square + 1 - (try loss(1))) / 2, square)
  }

  @Test(arguments: [0.0, 0.3, 0.95, 1])
  func `sparse features are present as often as their sparsity says`(sparsity: Double) throws {
    let p = 1 - sparsity
    let uniform = try moments(SparseFeatures(count: 3, sparsity: sparsity), of: 1)
    #expect(abs(uniform.mean - p / 2) < 0.004 && abs(uniform.meanSquare - p / 3) < 0.004)
    let signed = try moments(
      SparseFeatures(count: 3, sparsity: sparsity, magnitude: .signedUniform), of: 2)
    #expect(abs(signed.mean) < 0.006 && abs(signed.meanSquare - p / 3) < 0.004)
    let one = try moments(SparseFeatures(count: 2, sparsity: sparsity, magnitude: .one), of: 0)
    #expect(abs(one.mean - p) < 0.004 && abs(one.meanSquare - p) < 0.004)
    let normal = try SparseFeatures(count: 2, sparsity: sparsity, magnitude: .normal).samples(
      20_000)
    #expect(abs(Double(normal.squaredNorm) / 40_000 - p) < 0.03)
  }

  @Test func `each feature has its own sparsity`() throws {
    let features = SparseFeatures(sparsities: [0.1, 0.9])
    #expect(abs(try moments(features, of: 0).mean - 0.45) < 0.004)
    #expect(abs(try moments(features, of: 1).mean - 0.05) < 0.004)
  }

  @Test func `correlated features appear together`() throws {
    let samples = try FeatureGroups.correlated(sets: 2, of: 3, sparsity: 0.7).samples(5_000)
    for s in 0..<samples.rows {
      for set in 0..<2 {
        let present = samples[row: s][set * 3..<set * 3 + 3].count { $0 > 0 }
        #expect(present == 0 || present == 3)
      }
    }
    let fast = try moments(FeatureGroups.correlated(sets: 2, of: 3, sparsity: 0.7), of: 4)
    #expect(abs(fast.mean - 0.15) < 0.004 && abs(fast.meanSquare - 0.1) < 0.004)
  }

  @Test func `anticorrelated features never appear together`() throws {
    let features = FeatureGroups.anticorrelated(sets: 1, of: 4, sparsity: 0.2)
    let samples = try features.samples(5_000)
    for s in 0..<samples.rows { #expect(samples[row: s].count { $0 > 0 } <= 1) }
    #expect(abs(try moments(features, of: 3).mean - 0.1) < 0.004)
    #expect(abs(try moments(OneHotFeatures(count: 4), of: 2).mean - 0.125) < 0.004)
  }

  @Test func `exactly k features are active`() throws {
    let samples = try ExactlyActiveFeatures(count: 9, active: 3, magnitude: .one).samples(2_000)
    for s in 0..<samples.rows { #expect(samples[row: s].reduce(0, +) == 3) }
    for i in 0..<9 {
      let share = (0..<samples.rows).reduce(Float(0)) { $0 + samples[$1, i] } / 2_000
      #expect(abs(share - 1.0 / 3) < 0.05)
    }
  }

  @Test func `a fixed data set is normalised and trained on whole`() throws {
    let data = try FixedFeatures(
      30, of: SparseFeatures(count: 50, sparsity: 0.9), normalized: true, seed: 4)
    #expect(data.samples.rowNorms.allSatisfy { abs($0 - 1) < 1e-5 || $0 == 0 })
    let model = try ReLUOutputModel(hidden: 2).train(on: data, steps: 20, seed: 1)[0]
    let (loss, _) = try model.network.lossAndGradient(on: data.samples)
    #expect(abs(model.loss / loss - 1) < 1e-5)
  }

  private struct Alternating: FeatureSampler {
    let count = 3
    func sample(into x: inout [Float], using random: inout RandomSource) {
      x[random.index(below: 3)] = 0.5 + random.uniform() / 2
    }
  }

  @Test func `a sampler of one's own trains, the same each time`() throws {
    let model = ReLUOutputModel(hidden: 2)
    let first = try model.train(on: Alternating(), steps: 50, instances: 2, seed: 1)
    #expect(
      first.map(\.weights)
        == (try model.train(on: Alternating(), steps: 50, instances: 2, seed: 1)).map(\.weights))
    #expect(first[0].weights != first[1].weights)
    #expect(abs(try moments(Alternating(), of: 1).mean - 0.25) < 0.01)
  }
}
