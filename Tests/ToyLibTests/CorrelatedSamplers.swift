import Testing
import ToyLib

/// Samplers that are drawn sixteen at a time.
enum CorrelatedSamplers {
  /// Sizes that leave blocks of four features unfilled, of all kinds of values.
  static var all: [any FeatureSampler] {
    get throws {
      let wide = try CopulaFeatures(count: 37, density: 0.15, correlation: 0.2, magnitude: .normal)
      let shared = Matrix(rows: 25, columns: 3) { i, k in Float((i * 7 + k * 5) % 11 - 5) * 0.1 }
      let factors = try CopulaFeatures(
        densities: (0..<25).map { 0.02 * Double($0) }, factors: shared, magnitude: .between(0.5, 3))
      let parents = (0..<25).map { $0 == 0 ? nil : ($0 - 1) / 3 as Int? }
      return [
        try CopulaFeatures(count: 3, density: 0.4, correlation: -0.3), wide,
        try CopulaFeatures(
          count: 5, density: 0.4, correlation: 0.25, magnitude: .clippedNormal(mean: 1, deviation: 0.8)),
        factors, try CopulaTrees(factors, parents: parents, exclusive: true),
        try CopulaTrees(wide, parents: (0..<37).map { $0 < 4 ? nil : $0 % 4 }, exclusive: false),
      ]
    }
  }

  /// Another sampler, drawn sample by sample.
  struct OneByOne: FeatureSampler {
    let inner: any FeatureSampler
    var count: Int { inner.count }

    func sample(into x: inout [Float], using random: inout RandomSource) { inner.sample(into: &x, using: &random) }
  }
}

@Suite struct CorrelatedSamplersTests {
  @Test func `sixteen at a time are the samples one by one`() throws {
    for sampler in try CorrelatedSamplers.all {
      let alone = CorrelatedSamplers.OneByOne(inner: sampler)
      for (count, seed) in [(0, 1), (1, 2), (16, 3), (1_003, 4)] {
        #expect(try sampler.samples(count, seed: UInt64(seed)) == alone.samples(count, seed: UInt64(seed)))
      }
    }
  }

  @Test func `and so they are in training`() throws {
    func weights(_ features: any FeatureSampler) throws -> [Matrix] {
      try ReLUOutputModel(hidden: 2).train(
        on: [features, features], steps: 30, seed: 5, batch: 333
      ).map(\.weights)
    }
    for sampler in try CorrelatedSamplers.all {
      #expect(try weights(sampler) == weights(CorrelatedSamplers.OneByOne(inner: sampler)))
    }
  }

  /// A million normal variables and more, of which a seventh is far out.
  @Test func `many normal variables have the same bits`() throws {
    let sampler = try CopulaFeatures(count: 64, density: 1, correlation: 0, magnitude: .normal)
    let alone = CorrelatedSamplers.OneByOne(inner: sampler)
    #expect(try sampler.samples(1 << 14, seed: 9) == alone.samples(1 << 14, seed: 9))
  }
}
