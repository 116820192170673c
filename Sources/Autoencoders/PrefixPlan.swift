internal import Foundation
internal import ToyLib

/// The prefixes of each step.
struct PrefixPlan {
  private let latents: Int
  private let prefixes: AutoencoderTraining.Prefixes
  private let key: RandomKey
  /// Of random prefixes: how likely each shorter length is, from 1 on.
  private let weights: [Double]

  init(_ prefixes: AutoencoderTraining.Prefixes, of autoencoder: SparseAutoencoder, key: RandomKey) throws {
    latents = autoencoder.latents
    self.prefixes = prefixes
    self.key = key
    var weights: [Double] = []
    switch prefixes {
    case .whole: break
    case .fixed(let lengths):
      for length in lengths {
        try AutoencoderError.require(
          length >= 1 && length <= latents, "prefix", length, "between 1 and the \(latents) latents")
      }
    case .random(let count, let power):
      try AutoencoderError.require(
        count >= 1 && count <= latents, "prefixes", count, "between 1 and the \(latents) latents")
      try AutoencoderError.require(power > 0 && power.isFinite, "power of prefixes", power, "above 0, finite")
      weights = (1..<max(2, latents)).map { pow(Double($0), power) - pow(Double($0 - 1), power) }
    }
    self.weights = weights
    guard prefixes != .whole, let reason = autoencoder.kind.reasonAgainstPrefixes else { return }
    throw AutoencoderError(parameter: "prefixes", value: "\(prefixes)", allowed: "whole for a \(reason)")
  }

  /// Ascending; the last one is the number of latents.
  func lengths(step: Int) -> [Int] {
    switch prefixes {
    case .whole: return [latents]
    case .fixed(let lengths): return Set(lengths + [latents]).sorted()
    case .random(let count, _):
      var random = RandomSource(key: key, purpose: .samples, step: step, sample: 1)
      var rest = weights
      var drawn = [latents]
      for _ in 1..<count {
        let index = choose(&rest, using: &random)
        drawn.append(index + 1)
      }
      return drawn.sorted()
    }
  }

  /// An index with a probability in proportion to its weight, which becomes 0.
  private func choose(_ weights: inout [Double], using random: inout RandomSource) -> Int {
    var left = Double(random.uniform()) * weights.reduce(0, +)
    // Rounding may leave something after the last one.
    let chosen =
      weights.firstIndex {
        left -= $0
        return $0 > 0 && left < 0
      } ?? weights.lastIndex { $0 > 0 } ?? 0
    weights[chosen] = 0
    return chosen
  }
}

extension AutoencoderKind {
  /// The kind, and why its first latents cannot reconstruct by themselves; `nil` if they can.
  fileprivate var reasonAgainstPrefixes: String? {
    switch self {
    case .gated: "gated autoencoder, whose gate is trained by a loss of its own"
    case .matchingPursuit: "Matching Pursuit autoencoder, whose latents depend on those chosen before them"
    case .standard, .jumpReLU, .topK, .batchTopK, .crosscoder: nil
    }
  }
}

extension SparseAutoencoder {
  /// The prefixes of a step of training, for losses of nested dictionaries.
  ///
  /// Throws `AutoencoderError` for prefixes that the autoencoder cannot have.
  package func lengths(
    of prefixes: AutoencoderTraining.Prefixes, step: Int, seed: UInt64
  ) throws -> [Int] {
    try PrefixPlan(prefixes, of: self, key: RandomKey(seed: seed, instance: 0)).lengths(step: step)
  }
}
