import Foundation
import Testing
import ToyLib

@Suite struct CopulaFeaturesTests {
  private static let draws = 40_000

  /// The share of samples in which the features at `indices` are all present.
  private func share(_ samples: Matrix, _ indices: Int...) -> Double {
    let count = (0..<samples.rows).count { row in indices.allSatisfy { samples[row, $0] != 0 } }
    return Double(count) / Double(samples.rows)
  }

  /// P(X > h, Y > k) of standard normal variables with correlation ρ: Φ(−h) Φ(−k) and the integral of
  /// the density over the correlation from 0 to ρ.
  private func both(_ h: Double, _ k: Double, _ correlation: Double) -> Double {
    func tail(_ x: Double) -> Double { erfc(x / 2.0.squareRoot()) / 2 }
    let steps = 2_000
    let integral = (0..<steps).reduce(0.0) { sum, step in
      let r = correlation * (Double(step) + 0.5) / Double(steps)
      let rest = 1 - r * r
      return sum + exp(-(h * h - 2 * r * h * k + k * k) / (2 * rest)) / rest.squareRoot()
    }
    return tail(h) * tail(k) + integral * correlation / Double(steps) / (2 * .pi)
  }

  @Test(arguments: [-0.5, -0.2, 0, 0.4, 0.9])
  func `features are present, and present together, as often as the formula says`(correlation: Double) throws {
    let features = try CopulaFeatures(
      densities: [0.4, 0.1], correlations: [[1, Float(correlation)], [Float(correlation), 1]],
      magnitude: .one)
    let samples = try features.samples(Self.draws, seed: 5)
    // Φ⁻¹(0.6) and Φ⁻¹(0.9). One standard deviation of a share is at most 0.0025.
    #expect(abs(share(samples, 0) - 0.4) < 0.01)
    #expect(abs(share(samples, 1) - 0.1) < 0.006)
    let joint = both(0.2533471031357997, 1.2815515655446004, correlation)
    #expect(abs(share(samples, 0, 1) - joint) < 0.006)
  }

  @Test func `of even features the joint share is an arcsine`() throws {
    let features = try CopulaFeatures(count: 3, density: 0.5, correlation: 0.6)
    let samples = try features.samples(Self.draws, seed: 1)
    #expect(abs(share(samples, 0, 2) - (0.25 + asin(0.6) / (2 * .pi))) < 0.01)
  }

  @Test func `singular matrices are correlations too`() throws {
    let equal = try CopulaFeatures(count: 3, density: 0.3, correlation: 1, magnitude: .one).samples(2_000)
    #expect((0..<equal.rows).allSatisfy { [[0, 0, 0], [1, 1, 1]].contains(equal[row: $0]) })
    let opposite = try CopulaFeatures(count: 2, density: 0.3, correlation: -1, magnitude: .one).samples(2_000)
    #expect((0..<opposite.rows).allSatisfy { opposite[row: $0] != [1, 1] })
    // Variables whose sum is 0.
    _ = try CopulaFeatures(count: 3, density: 0.3, correlation: -0.5)
  }

  @Test func `factors give the correlations of their products`() throws {
    let factors: Matrix = [[0.8, 0], [0.6, 0.6], [0, -0.7]]
    let features = try CopulaFeatures(densities: [0.5, 0.5, 0.5], factors: factors, magnitude: .one)
    let samples = try features.samples(Self.draws, seed: 2)
    for (i, j) in [(0, 1), (0, 2), (1, 2)] {
      let product = (0..<2).reduce(0.0) { $0 + Double(factors[i, $1] * factors[j, $1]) }
      #expect(abs(share(samples, i, j) - (0.25 + asin(product) / (2 * .pi))) < 0.01)
    }
  }

  @Test func `certain and impossible features are that`() throws {
    let samples = try CopulaFeatures(
      densities: [0, 1], correlations: [[1, 0.5], [0.5, 1]], magnitude: .one
    ).samples(500)
    #expect((0..<500).allSatisfy { samples[row: $0] == [0, 1] })
  }

  private static let bad: [(Matrix, String)] = [
    ([[1, 0.5]], "expected 2 × 2, found 1 × 2"),
    ([[1, 0.5], [0.4, 1]], "correlation [1, 0] is 0.4, but must be 0.5"),
    ([[1, 0.5], [0.5, 2]], "correlation [1, 1] is 2.0"),
    ([[1, 1.5], [1.5, 1]], "correlation [1, 0] is 1.5, but must be between −1 and 1"),
    ([[1, .nan], [.nan, 1]], "correlation [1, 0] is nan"),
  ]

  @Test(arguments: bad)
  func `a bad matrix is named`(matrix: Matrix, words: String) {
    #expect {
      try CopulaFeatures(densities: [0.1, 0.1], correlations: matrix)
    } throws: { "\($0)".contains(words) }
  }

  @Test func `impossible correlations, factors and densities are refused`() {
    #expect { try CopulaFeatures(count: 3, density: 0.1, correlation: -0.6) } throws: {
      "\($0)".contains("not positive semidefinite in its first 3 features")
    }
    #expect { try CopulaFeatures(densities: [0.1], factors: [[1, 1]]) } throws: {
      "\($0)".contains("length of factor row 0")
    }
    #expect { try CopulaFeatures(densities: [0.1, 0.1], factors: [[1]]) } throws: {
      "\($0)".contains("expected 2 rows")
    }
    #expect { try CopulaFeatures(count: 2, density: 1.5, correlation: 0) } throws: {
      "\($0)" == "density of feature 0 is 1.5, but must be between 0 and 1."
    }
    #expect(throws: ToyLibError.self) { try CopulaFeatures(count: 0, density: 0.5, correlation: 0) }
  }

  @Test func `it trains, and the same seed gives the same bits`() throws {
    let features = try CopulaFeatures(count: 5, density: 0.2, correlation: 0.3)
    func train() throws -> [Network] {
      try ReLUOutputModel(hidden: 2).train(on: features, steps: 20, instances: 2, seed: 1).map(\.network)
    }
    #expect(try train() == train())
    #expect(features.samplingMethod == .oneByOne(density: 0.2))
  }

  @Test func `it describes itself`() throws {
    #expect(
      "\(try CopulaFeatures(count: 5, density: 0.4, correlation: 0.25, magnitude: .one))"
        == "5 features, p = 0.4, correlations 0.25, always 1")
    #expect(
      "\(try CopulaFeatures(densities: [0.1, 0.5], factors: [[0.5], [0.5]]))"
        == "2 features, p = 0.1 to 0.5, correlations of 1 factor, uniform in [0, 1]")
  }
}
