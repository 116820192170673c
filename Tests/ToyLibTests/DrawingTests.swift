import Testing
import ToyLib

/// What is drawn for training, looked at sample by sample.
@Suite struct DrawingTests {
  private func drawn(_ sampler: any FeatureSampler, _ count: Int) throws -> [[Float]] {
    let blocks = try SampleBlocks(sampler, batch: count, key: RandomKey(seed: 3, instance: 0))
    let batch = blocks.batch(step: 5)
    let zeros = Int(batch.zeroSamples)  // left out, or too many
    let samples = (0..<batch.blocks * 16 + min(0, zeros)).map { sample in
      (0..<sampler.count).map { batch.lanes[sample / 16 * sampler.count + $0][sample % 16] }
    }
    let none = [Float](repeating: 0, count: sampler.count)
    return samples + Array(repeating: none, count: max(0, zeros))
  }

  @Test func `every choice of k features is as likely`() throws {
    let samples = try drawn(ExactlyActiveFeatures(count: 9, active: 3, magnitude: .one), 50_000)
    #expect(samples.count == 50_000)
    #expect(samples.allSatisfy { $0.reduce(0, +) == 3 })
    for i in 0..<9 {
      #expect(abs(samples.count { $0[i] == 1 } - 50_000 / 3) < 600)
      for j in 0..<i { #expect(abs(samples.count { $0[i] * $0[j] == 1 } - 50_000 / 12) < 350) }
    }
  }

  @Test(arguments: [0, 1, 40])
  func `none, one and all of the features can be active`(active: Int) throws {
    let samples = try drawn(ExactlyActiveFeatures(count: 40, active: active), 1000)
    // A uniform value can be 0 too, once in eight million times.
    #expect(samples.allSatisfy { $0.count { $0 > 0 } == active })
    let groups = try drawn(ExactlyActiveFeatures(count: 40, active: active, magnitude: .normal), 99)
    #expect(groups.allSatisfy { $0.count { $0 != 0 } == active })
  }

  @Test func `normal magnitudes are normally distributed`() throws {
    let values = try drawn(SparseFeatures(count: 16, sparsity: 0, magnitude: .normal), 1 << 15)
      .flatMap { $0 }.map { Double($0) }
    let count = Double(values.count)
    func mean(_ term: (Double) -> Double) -> Double { values.map(term).reduce(0, +) / count }
    #expect(values.count == 1 << 19)
    #expect(abs(mean { $0 }) < 0.007)
    #expect(abs(mean { $0 * $0 } - 1) < 0.01)
    #expect(abs(mean { $0 * $0 * $0 * $0 } - 3) < 0.07)
    // The distribution function, in its middle and in its tails.
    let shares = [
      (-3, 0.00135), (-1.6449, 0.05), (-0.5, 0.30854), (0, 0.5), (1, 0.84134), (2.5, 0.99379),
    ]
    for (z, share) in shares {
      let below = Double(values.count { $0 < z }) / count
      #expect(abs(below - share) < 5 * (share * (1 - share) / count).squareRoot())
    }
    let half = try drawn(SparseFeatures(count: 16, sparsity: 0, magnitude: .halfNormal), 1 << 14)
      .flatMap { $0 }
    #expect(half.allSatisfy { $0 > 0 })
    #expect(abs(half.reduce(0, +) / Float(half.count) - 0.79788) < 0.006)
  }

  @Test func `normal features are as sparse as they say, alone and in groups`() throws {
    let alone = try drawn(SparseFeatures(sparsities: [0.3, 0.9], magnitude: .normal), 20_000)
    #expect(abs(alone.count { $0[0] != 0 } - 14_000) < 400)
    #expect(abs(alone.count { $0[1] != 0 } - 2_000) < 250)
    let group = FeatureGroups.Group(.correlated, count: 3, sparsity: 0.6)
    let together = try drawn(FeatureGroups([group, group], magnitude: .normal), 5_000)
    #expect(together.allSatisfy { [0, 3].contains($0[..<3].count { $0 != 0 }) })
    #expect(abs(together.count { $0[4] != 0 } - 2_000) < 200)
  }
}
