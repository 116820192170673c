/// Random numbers that depend only on seed, instance, step and sample.
///
/// Custom samplers draw from it. It is also a `RandomNumberGenerator`.
public struct RandomSource: RandomNumberGenerator, Sendable {
  private let key: SIMD2<UInt32>
  private var counter: SIMD4<UInt32>
  private var words = SIMD4<UInt32>()
  private var used = 4

  package init(key: RandomKey, purpose: RandomPurpose, step: Int = 0, sample: Int = 0) {
    self.key = key.words
    counter = SIMD4(
      0, UInt32(truncatingIfNeeded: sample) ^ 0x8000_0000, UInt32(truncatingIfNeeded: step),
      purpose.rawValue)
  }

  /// Random numbers for `seed`.
  public init(seed: UInt64) {
    self.init(key: RandomKey(seed: seed, instance: 0), purpose: .samples)
  }

  /// Thirty-two random bits.
  public mutating func word() -> UInt32 {
    if used == 4 {
      words = Philox.words(counter: counter, key: key)
      counter[0] &+= 1
      used = 0
    }
    defer { used += 1 }
    return words[used]
  }

  public mutating func next() -> UInt64 { UInt64(word()) | UInt64(word()) << 32 }

  /// Uniform in [0, 1), a multiple of 2⁻²⁴.
  public mutating func uniform() -> Float { Self.uniform(word()) }

  /// Normally distributed, mean 0 and standard deviation 1.
  public mutating func normal() -> Float {
    Float(Normal.quantile((Double(word()) + 0.5) * 0x1p-32))
  }

  /// Uniform in 0..<count.
  public mutating func index(below count: Int) -> Int {
    precondition(count > 0, "index(below: \(count)): count must be at least 1")
    return Self.index(below: count, word())
  }

  static func uniform(_ word: UInt32) -> Float { Float(word >> 8) * 0x1p-24 }

  static func index(below count: Int, _ word: UInt32) -> Int {
    Int(word.multipliedFullWidth(by: UInt32(count)).high)
  }
}

/// What the numbers of one sample are drawn from.
protocol NumberSource {
  /// Uniform in [0, 1).
  mutating func uniform() -> Float
  /// Standard normal.
  mutating func normal() -> Float
}

extension RandomSource: NumberSource {}
