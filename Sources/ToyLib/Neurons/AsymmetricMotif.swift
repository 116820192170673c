/// Two features that share a neuron unequally, and a second neuron that protects the feature with
/// the larger interference: the paper's asymmetric superposition with inhibition.
///
/// Neuron k *serves* a feature when W₁ᵢₖ · W₂ᵢₖ, its contribution from the feature to the feature's
/// output, is at least 0.3 in absolute value and its output weight is positive. Let it serve A and
/// B.
///
/// - *Sharing*: when A activates k, B's output receives |W₁ₐₖ| · W₂ᵦₖ per unit of A; in the
///   opposite direction it is |W₁ᵦₖ| · W₂ₐₖ.
/// - *Asymmetry*: the ratio of the two, where A causes more interference; a motif has at least 4.
///   (In the paper, with W₁ = (2, −½) and W₂ = (½, 2), it is 4 : ¼ = 16; equal sharing has 1.)
/// - *Inhibition*: another neuron is active for the same sign of A and has a negative weight to B's
///   output; it removes at least half of k's contribution.
///
/// None of the conditions changes when a neuron's input weights are scaled and its output weights
/// divided. Source: Elhage et al. (2022), "The Asymmetric Superposition Motif".
public struct AsymmetricMotif: Sendable, Hashable {
  /// The feature that causes more interference, and the feature that receives it.
  public let aggressor: Int, victim: Int
  /// The neuron that both share, and the one that inhibits.
  public let shared: Int, inhibitor: Int
  /// The contribution to the victim's output through the shared neuron, per unit of the aggressor.
  public let harm: Float
  /// The contribution to the aggressor's output, per unit of the victim.
  public let harmBack: Float
  /// The contribution of the inhibiting neuron to the victim's output, per unit of the aggressor:
  /// negative.
  public let inhibition: Float

  /// The asymmetry: the ratio of the two contributions.
  public var asymmetry: Float { harmBack > 0 ? harm / harmBack : .infinity }
  /// The remaining contribution at the victim's output. If it is negative, the output's ReLU
  /// removes it.
  public var remainder: Float { harm + inhibition }
}

extension Network {
  /// Every instance of the asymmetric superposition motif, largest removed interference first; at
  /// most one for each shared neuron and pair of features.
  ///
  /// Only untied networks with ReLU neurons can have motifs. Default of `minimalAsymmetry`: 4.
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
