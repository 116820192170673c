internal import Foundation

/// The distribution of a present feature's value.
public enum Magnitude: Sendable, Hashable {
  /// Uniform in [0, 1], as in most of the paper.
  case uniform
  /// Uniform in [−1, 1], as in the paper's absolute-value task.
  case signedUniform
  /// Uniform in [lower, upper]: `.between(0, 2)`.
  case between(Float, Float)
  /// Normally distributed, mean 0 and standard deviation 1.
  case normal
  /// The absolute value of a standard normal variable.
  case halfNormal
  /// Normally distributed with this mean and standard deviation; negative values become 0.
  case clippedNormal(mean: Float, deviation: Float)
  /// Always 1.
  case one
  /// Always this value.
  case constant(Float)

  /// A random value.
  public func value(using random: inout RandomSource) -> Float { drawn(from: &random) }

  func drawn(from numbers: inout some NumberSource) -> Float {
    switch self {
    case .uniform: numbers.uniform()
    case .signedUniform: 2 * numbers.uniform() - 1
    case .between(let lower, let upper): numbers.uniform() * (upper - lower) + lower
    case .normal: numbers.normal()
    case .halfNormal: abs(numbers.normal())
    case .clippedNormal(let mean, let deviation): max(0, numbers.normal() * deviation + mean)
    case .one: 1
    case .constant(let value): value
    }
  }

  /// Throws unless bounds are in order, the deviation is not negative, and all numbers are finite.
  func validate() throws(ToyLibError) {
    switch self {
    case .between(let lower, let upper):
      try require(
        lower <= upper && lower.isFinite && upper.isFinite, "magnitude", "between(\(lower), \(upper))",
        "between two finite numbers, the lower one first")
    case .clippedNormal(let mean, let deviation):
      try require(mean.isFinite, "mean of the magnitude", mean, "finite")
      try require(
        deviation >= 0 && deviation.isFinite, "deviation of the magnitude", deviation, "0 or more, finite")
    case .constant(let value): try require(value.isFinite, "constant magnitude", value, "finite")
    case .uniform, .signedUniform, .normal, .halfNormal, .one: break
    }
  }

  /// Scale and offset of value = uniform · scale + offset; `nil` for other distributions.
  var line: (scale: Float, offset: Float)? {
    switch self {
    case .uniform: (1, 0)
    case .signedUniform: (2, -1)
    case .between(let lower, let upper): (upper - lower, lower)
    case .one: (0, 1)
    case .constant(let value): (0, value)
    case .normal, .halfNormal, .clippedNormal: nil
    }
  }

  /// Whether a value is made from one normal variable.
  var isNormal: Bool {
    switch self {
    case .normal, .halfNormal, .clippedNormal: true
    case .uniform, .signedUniform, .between, .one, .constant: false
    }
  }

  /// Whether the engine's inner loops draw it. Others are drawn sample by sample.
  var isDrawnByEngine: Bool {
    if case .clippedNormal = self { false } else { true }
  }

  /// The mean of the value and of its square.
  var moments: (mean: Double, meanSquare: Double) {
    switch self {
    case .uniform: (1.0 / 2, 1.0 / 3)
    case .signedUniform: (0, 1.0 / 3)
    case .between(let lower, let upper): Self.uniformMoments(Double(lower), Double(upper))
    case .normal: (0, 1)
    case .halfNormal: (0.7978845608028654, 1)  // √(2/π)
    case .clippedNormal(let mean, let deviation): Self.clippedMoments(Double(mean), Double(deviation))
    case .one: (1, 1)
    case .constant(let value): (Double(value), Double(value) * Double(value))
    }
  }

  private static func uniformMoments(_ a: Double, _ b: Double) -> (mean: Double, meanSquare: Double) {
    ((a + b) / 2, (a * a + a * b + b * b) / 3)
  }

  /// Of max(0, μ + σZ): μΦ(μ/σ) + σφ(μ/σ), and (μ² + σ²)Φ(μ/σ) + μσφ(μ/σ).
  private static func clippedMoments(
    _ mean: Double, _ deviation: Double
  ) -> (mean: Double, meanSquare: Double) {
    guard deviation > 0 else { return (max(0, mean), max(0, mean) * max(0, mean)) }
    let t = mean / deviation
    let share = erfc(-t / 2.0.squareRoot()) / 2
    let density = exp(-t * t / 2) / (2 * Double.pi).squareRoot()
    return (
      mean * share + deviation * density,
      (mean * mean + deviation * deviation) * share + mean * deviation * density
    )
  }
}

extension Magnitude: Codable {
  private enum Key: String, CodingKey {
    case uniform, signedUniform, normal, halfNormal, one
    case between, clippedNormal, constant
  }

  /// A distribution without numbers is a word, such as `"uniform"`; the others are a list of numbers
  /// under their name: `{"between": [0, 2]}`.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .uniform: try Self.encode(.uniform, to: encoder)
    case .signedUniform: try Self.encode(.signedUniform, to: encoder)
    case .normal: try Self.encode(.normal, to: encoder)
    case .halfNormal: try Self.encode(.halfNormal, to: encoder)
    case .one: try Self.encode(.one, to: encoder)
    case .between(let lower, let upper): try Self.encode(.between, [lower, upper], to: encoder)
    case .clippedNormal(let mean, let deviation):
      try Self.encode(.clippedNormal, [mean, deviation], to: encoder)
    case .constant(let value): try Self.encode(.constant, [value], to: encoder)
    }
  }

  private static func encode(_ key: Key, to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(key.rawValue)
  }

  private static func encode(_ key: Key, _ numbers: [Float], to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(numbers, forKey: key)
  }

  public init(from decoder: any Decoder) throws {
    let (key, numbers) = try Self.parts(of: decoder)
    switch (key, numbers.count) {
    case (.uniform, 0): self = .uniform
    case (.signedUniform, 0): self = .signedUniform
    case (.normal, 0): self = .normal
    case (.halfNormal, 0): self = .halfNormal
    case (.one, 0): self = .one
    case (.between, 2): self = .between(numbers[0], numbers[1])
    case (.clippedNormal, 2): self = .clippedNormal(mean: numbers[0], deviation: numbers[1])
    case (.constant, 1): self = .constant(numbers[0])
    default:
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "\(key?.rawValue ?? "?") is not a magnitude."))
    }
  }

  private static func parts(of decoder: any Decoder) throws -> (Key?, [Float]) {
    if let word = try? decoder.singleValueContainer().decode(String.self) {
      return (Key(rawValue: word), [])
    }
    let container = try decoder.container(keyedBy: Key.self)
    guard let key = container.allKeys.first else { return (nil, []) }
    return (key, try container.decode([Float].self, forKey: key))
  }
}
