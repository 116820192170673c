import Foundation
import SuperposeJSON
import Testing
import ToyLib

@Suite struct MagnitudeTests {
  private static let all: [Magnitude] = [
    .uniform, .signedUniform, .between(-0.5, 2), .normal, .halfNormal,
    .clippedNormal(mean: 1, deviation: 0.15), .clippedNormal(mean: -0.5, deviation: 1), .one, .constant(0.7),
  ]

  /// E x and E x², by formulas written down here.
  private func moments(_ magnitude: Magnitude) -> (mean: Double, meanSquare: Double) {
    switch magnitude {
    case .uniform: (0.5, 1.0 / 3)
    case .signedUniform: (0, 1.0 / 3)
    case .between(let a, let b): (Double(a + b) / 2, Double(a * a + a * b + b * b) / 3)
    case .normal: (0, 1)
    case .halfNormal: ((2 / Double.pi).squareRoot(), 1)
    case .one: (1, 1)
    case .constant(let c): (Double(c), Double(c * c))
    case .clippedNormal(let mean, let deviation):
      // A sum over the density.
      stride(from: -8.0, to: 8, by: 0.001).reduce((0.0, 0.0)) { sum, z in
        let weight = 0.001 * exp(-z * z / 2) / (2 * .pi).squareRoot()
        let x = max(0, Double(mean) + Double(deviation) * z)
        return (sum.0 + weight * x, sum.1 + weight * x * x)
      }
    }
  }

  /// Whether the engine draws the samples (independent features) or the sampler itself does, one by one.
  @Test(arguments: all)
  func `values have the moments of their distribution`(magnitude: Magnitude) throws {
    let expected = moments(magnitude)
    func check(_ features: some FeatureSampler, density: Double) throws {
      let samples = try features.samples(60_000, seed: 3)
      let values = samples.elements.map { Double($0) }
      let mean = values.reduce(0, +) / Double(values.count)
      let square = values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
      #expect(abs(mean - density * expected.mean) < 0.015)
      #expect(abs(square - density * expected.meanSquare) < 0.03)
    }
    try check(SparseFeatures(count: 2, density: 0.5, magnitude: magnitude), density: 0.5)
    try check(OneHotFeatures(count: 2, magnitude: magnitude), density: 0.5)
    // A linear network of zeros has the loss E x², measured on samples of the engine.
    let zeros = try LinearModel(hidden: 1).network(weights: Matrix(rows: 2, columns: 1), bias: [0, 0])
    for density in [0.5, 0.02] {
      let loss = try zeros.loss(
        on: SparseFeatures(count: 2, density: density, magnitude: magnitude), samples: 1 << 17)
      #expect(abs(loss - density * expected.meanSquare) < 0.02 * expected.meanSquare)
    }
  }

  @Test func `the linear solution knows the moments`() throws {
    for magnitude in Self.all {
      let features = SparseFeatures(count: 2, density: 0.5, magnitude: magnitude)
      let expected = moments(magnitude)
      #expect(abs(features.mean(of: 0) - 0.5 * expected.mean) < 1e-5)
      let variance = 0.5 * expected.meanSquare - 0.25 * expected.mean * expected.mean
      #expect(abs(features.variance(of: 0) - variance) < 1e-5)
    }
  }

  @Test(arguments: all)
  func `files hold it`(magnitude: Magnitude) throws {
    let text = try JSONEncoder().encode(magnitude)
    #expect(try JSONDecoder().decode(Magnitude.self, from: text) == magnitude)
  }

  @Test func `files of earlier versions are words`() throws {
    func read(_ text: String) throws -> Magnitude {
      try JSONDecoder().decode(Magnitude.self, from: Data(text.utf8))
    }
    #expect(try read("\"signedUniform\"") == .signedUniform)
    #expect(throws: DecodingError.self) { try read("\"large\"") }
    #expect(throws: DecodingError.self) { try read("{\"between\": [1]}") }
  }

  @Test(arguments: [
    (Magnitude.between(2, 1), "magnitude is between(2.0, 1.0)"),
    (.between(0, .infinity), "magnitude is between(0.0, inf)"),
    (.clippedNormal(mean: 1, deviation: -1), "deviation of the magnitude is -1.0"),
    (.constant(.nan), "constant magnitude is nan"),
  ])
  func `an impossible magnitude is refused by every sampler`(magnitude: Magnitude, words: String) throws {
    let samplers: [any FeatureSampler] = [
      SparseFeatures(count: 2, sparsity: 0.5, magnitude: magnitude),
      FeatureGroups([.init(.correlated, count: 2, sparsity: 0.5)], magnitude: magnitude),
      OneHotFeatures(count: 2, magnitude: magnitude),
      ExactlyActiveFeatures(count: 2, active: 1, magnitude: magnitude),
      try CopulaFeatures(count: 2, density: 0.5, correlation: 0, magnitude: magnitude),
      FeatureTrees([FeatureTree(0.5)], magnitude: magnitude),
      try CopulaTrees(CopulaFeatures(count: 2, density: 0.5, correlation: 0, magnitude: magnitude), parents: [nil, 0]),
      try CausalFeatures(count: 2, expectedParents: 0.5, base: 0.5, strength: 0.5, magnitude: magnitude),
    ]
    for sampler in samplers {
      #expect { try sampler.samples(1) } throws: { "\($0)".contains(words) }
    }
  }

  @Test func `models keep samplers of every kind in their files`() throws {
    let samplers: [any FeatureSampler] = [
      SparseFeatures(count: 3, density: 0.2, magnitude: .between(0, 2)),
      try CopulaFeatures(
        count: 3, density: 0.3, correlation: 0.2, magnitude: .clippedNormal(mean: 1, deviation: 0.15)),
      try CopulaFeatures(densities: [0.1, 0.2, 0.3], factors: [[0.5], [0.1], [-0.5]]),
      FeatureTrees(
        [FeatureTree(0.5, magnitude: .constant(2), children: [.init(0.5), .init(0.2)], exclusive: true)]),
      try CopulaTrees(
        CopulaFeatures(count: 3, density: 0.6, correlation: 0.2), parents: [nil, 0, 0], exclusive: true),
      try CausalFeatures(count: 4, expectedParents: 1, base: 0.1, strength: 0.7, seed: 2),
    ]
    for sampler in samplers {
      let models = try ReLUOutputModel(hidden: 2).train(on: sampler, steps: 5, seed: 1)
      let read = try TrainedModels(Safetensors(bytes: models.safetensors.bytes))
      #expect("\(read[0].features)" == "\(sampler)")
      #expect(try read[0].features.samples(50, seed: 4) == sampler.samples(50, seed: 4))
    }
  }

  @Test func `Zipf densities follow their law`() {
    let summed = [Double].zipf(count: 100, exponent: 1.2, sum: 1)
    #expect(abs(summed.reduce(0, +) - 1) < 1e-12)
    #expect(abs(summed[0] / summed[9] - pow(10, 1.2)) < 1e-9)
    let stretched = [Double].zipf(count: 64, exponent: 0.5, from: 0.4, to: 5e-4)
    #expect(abs(stretched[0] - 0.4) < 1e-12 && abs(stretched[63] - 5e-4) < 1e-12)
    // i = 4 is halfway between 1 and 0 on the scale i^−½, whose last value is 1/8.
    #expect(abs(stretched[3] - (5e-4 + (0.5 - 0.125) / 0.875 * (0.4 - 5e-4))) < 1e-12)
    #expect([Double].zipf(count: 3, exponent: 0, from: 0.2, to: 0.1) == [0.2, 0.2, 0.2])
    #expect([Double].zipf(count: 0, exponent: 1, sum: 1).isEmpty)
    #expect { try SparseFeatures(densities: .zipf(count: 2, exponent: 1, sum: 3)).validate() } throws: {
      "\($0)".contains("sparsity of feature 0")
    }
  }
}
