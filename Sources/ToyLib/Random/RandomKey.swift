internal import CToyEngine

/// The key of one instance's random numbers: the run's seed and the instance's number.
package struct RandomKey: Sendable, Hashable {
  package let seed: UInt64
  package let instance: Int

  package init(seed: UInt64, instance: Int) {
    self.seed = seed
    self.instance = instance
  }

  /// The key of the random numbers that all instances of a seed share.
  package var shared: RandomKey { RandomKey(seed: seed, instance: -1) }

  /// Seed and instance mixed into Philox's 64 key bits, so that neighbouring instances have
  /// unrelated numbers.
  package var words: SIMD2<UInt32> {
    let mixed = mix(mix(seed) &+ UInt64(bitPattern: Int64(instance)))
    return SIMD2(UInt32(truncatingIfNeeded: mixed), UInt32(truncatingIfNeeded: mixed >> 32))
  }

  /// SplitMix64's finaliser. Source: Steele, Lea and Flood, OOPSLA 2014.
  private func mix(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// The purpose of random numbers. Each purpose has separate numbers.
package enum RandomPurpose: UInt32, Sendable {
  case initialWeights, training, evaluation, samples
}

extension RandomKey {
  func stream(_ purpose: RandomPurpose, step: Int) -> EngineStream {
    EngineStream(
      key: (words[0], words[1]), draw: 0, step: UInt32(truncatingIfNeeded: step),
      stream: purpose.rawValue)
  }
}
