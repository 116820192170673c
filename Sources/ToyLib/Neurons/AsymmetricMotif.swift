/// Two features that share a neuron unequally, and a second neuron that protects the one which would
/// suffer: the paper's asymmetric superposition with inhibition.
///
/// Neuron k *serves* a feature when W₁ᵢₖ · W₂ᵢₖ, what it carries from the feature to its own output,
/// is at least 0.3 in size and its output weight is positive. Let it serve A and B.
///
/// - *Sharing*: when A fires k, B's output gets |W₁ₐₖ| · W₂ᵦₖ for each unit of A; the other way round
///   it is |W₁ᵦₖ| · W₂ₐₖ.
/// - *Asymmetry*: the ratio of the two, with A the one that does more harm; a motif has at least 4.
///   (In the paper, with W₁ = (2, −½) and W₂ = (½, 2), it is 4 : ¼ = 16; equal sharing has 1.)
/// - *Inhibition*: another neuron fires on A's same sign and has a negative weight to B's output; it
///   takes away at least half of what k gave.
///
/// None of the conditions changes when a neuron's input weights are scaled and its output weights
/// divided. Source: Elhage et al. (2022), "The Asymmetric Superposition Motif".
public struct AsymmetricMotif: Sendable, Hashable {
  /// The feature that would hurt the other one, and that one.
  public let aggressor: Int, victim: Int
  /// The neuron that both share, and the one that inhibits.
  public let shared: Int, inhibitor: Int
  /// What reaches the victim's output through the shared neuron for each unit of the aggressor.
  public let harm: Float
  /// What reaches the aggressor's output for each unit of the victim.
  public let harmBack: Float
  /// What the inhibiting neuron brings to the victim's output for each unit of the aggressor:
  /// below 0.
  public let inhibition: Float

  /// How unequally the neuron is shared.
  public var asymmetry: Float { harmBack > 0 ? harm / harmBack : .infinity }
  /// What is left at the victim's output; below 0 the output's ReLU forgives it.
  public var remainder: Float { harm + inhibition }
}

extension Network {
  /// Every instance of the asymmetric superposition motif, the most harm averted first; at most one
  /// for each shared neuron and pair of features.
  ///
  /// For untied networks with ReLU neurons; others have none. `minimalAsymmetry` is 4 unless given.
  public func asymmetricMotifs(minimalAsymmetry: Float = 4) -> [AsymmetricMotif] {
    guard !architecture.tied, architecture.hiddenActivation == .relu else { return [] }
    let found = (0..<hidden).flatMap { shared in
      served(by: shared).flatMap { aggressor in
        served(by: shared).filter { $0 != aggressor }.compactMap { victim in
          motif(aggressor, victim, sharing: shared)
        }
      }
    }
    return found.filter { $0.asymmetry >= minimalAsymmetry }
      .sorted { $1.inhibition > $0.inhibition }
  }

  private func served(by neuron: Int) -> [Int] {
    (0..<features).filter { i in
      outputWeights[i, neuron] > 0 && abs(weights[i, neuron] * outputWeights[i, neuron]) >= 0.3
    }
  }

  private func motif(_ a: Int, _ b: Int, sharing k: Int) -> AsymmetricMotif? {
    let harm = abs(weights[a, k]) * outputWeights[b, k]
    let sign: Float = weights[a, k] > 0 ? 1 : -1
    let effects = (0..<hidden).map { l in
      l == k ? 0 : max(0, sign * weights[a, l]) * min(0, outputWeights[b, l])
    }
    guard let inhibitor = effects.indices.min(by: { effects[$0] < effects[$1] }),
      effects[inhibitor] <= -harm / 2
    else { return nil }
    return AsymmetricMotif(
      aggressor: a, victim: b, shared: k, inhibitor: inhibitor, harm: harm,
      harmBack: abs(weights[b, k]) * outputWeights[a, k], inhibition: effects[inhibitor])
  }
}
