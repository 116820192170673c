import SuperposeReferences
import Testing
import ToyLib

/// Numbers from References/Numbers/make_samplers_reference.py: four million samples by PyTorch's generator.
struct SamplersReference: Decodable, Sendable, CustomTestStringConvertible {
  let name: String
  /// The share of samples with both features; on the diagonal, with the feature.
  let together: [[Double]]
  /// Of present features' values.
  let means: [Double], squares: [Double]

  var testDescription: String { name }

  static func stored() throws -> [SamplersReference] { try storedReference("samplers.json") }

  func sampler() throws -> any FeatureSampler {
    switch name {
    case "copula":
      try CopulaFeatures(
        densities: [0.4, 0.2, 0.1], correlations: [[1, 0.5, -0.3], [0.5, 1, 0.2], [-0.3, 0.2, 1]],
        magnitude: .clippedNormal(mean: 1, deviation: 0.8))
    case "factors":
      try CopulaFeatures(
        densities: [0.5, 0.3, 0.2, 0.1], factors: [[0.8, 0.1], [0.5, -0.6], [-0.4, 0.7], [0.2, 0.3]],
        magnitude: .between(0.5, 3))
    case "trees":
      FeatureTrees(
        [
          FeatureTree(0.5, children: [.init(0.2), .init(0.3)], exclusive: true),
          FeatureTree(0.8, children: [.init(0.5), .init(0.25)]),
        ], magnitude: .one)
    case "copula trees": try under(exclusive: false)
    case "exclusive copula trees": try under(exclusive: true)
    case "causal":
      try CausalFeatures(
        base: [0.3, 0.1, 0.05, 0.02],
        parents: [
          [], [.init(0, strength: 0.8)], [.init(0, strength: 0.6)],
          [.init(1, strength: 0.5), .init(2, strength: 0.9)],
        ], magnitude: .between(0.5, 3))
    default:
      SparseFeatures(densities: .zipf(count: 6, exponent: 1.2, sum: 1), magnitude: .between(0.5, 3))
    }
  }

  private func under(exclusive: Bool) throws -> CopulaTrees {
    let copula = try CopulaFeatures(
      densities: [0.6, 0.5, 0.4, 0.3, 0.5],
      correlations: Matrix(rows: 5, columns: 5) { $0 == $1 ? 1 : 0.3 }, magnitude: .one)
    return try CopulaTrees(copula, parents: [nil, 0, 0, 1, 1], exclusive: exclusive)
  }
}

@Suite struct SamplersReferenceTests {
  private static let draws = 40_000

  @Test func `the reference is there`() throws { #expect(try SamplersReference.stored().count == 7) }

  /// Five standard deviations of the mean of 40,000 samples.
  @Test(arguments: try SamplersReference.stored())
  func `presence and values are those of PyTorch's samples`(_ wanted: SamplersReference) throws {
    let samples = try wanted.sampler().samples(Self.draws, seed: 11)
    let columns = (0..<samples.columns).map { samples[column: $0] }
    // Values of 0 are as rare as clipping makes them: of the clipped normal, 10.6 %.
    let shown = wanted.name == "copula" ? 0.8944 : 1
    for (i, a) in columns.enumerated() {
      for (j, b) in columns.enumerated() {
        let kept = i == j ? shown : shown * shown
        expect(zip(a, b).map { $0 != 0 && $1 != 0 ? 1 : 0 }, near: wanted.together[i][j] * kept)
      }
      let share = wanted.together[i][i]
      expect(a.map(Double.init), near: wanted.means[i] * share)
      expect(a.map { Double($0) * Double($0) }, near: wanted.squares[i] * share)
    }
  }

  private func expect(_ values: [Double], near mean: Double) {
    let count = Double(values.count)
    let found = values.reduce(0, +) / count
    let variance = values.reduce(0) { $0 + ($1 - found) * ($1 - found) } / count
    #expect(abs(found - mean) < 5 * (variance / count).squareRoot() + 1e-9, "\(found), not \(mean)")
  }
}
