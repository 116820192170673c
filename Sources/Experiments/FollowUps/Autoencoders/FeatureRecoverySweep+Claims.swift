internal import Foundation
internal import SuperposeAutoencoders
internal import ToyLib

extension FeatureRecoverySweepResult {
  public var claims: Claims { [zone, enough, sparse] }

  /// The best result of a dictionary with as many latents as features.
  private var peak: (alpha: Double, cosine: Double, index: Int)? {
    guard let row = experiment.dictionaryRatios.firstIndex(of: 1),
      let index = cosines[row].indices.max(by: { cosines[row][$0] < cosines[row][$1] })
    else { return nil }
    return (experiment.penalties[index], cosines[row][index], index)
  }

  private var zone: Claim {
    let statement =
      "there is a zone of penalties that recovers features almost exactly; weaker and stronger ones do not"
    guard let peak, let row = experiment.dictionaryRatios.firstIndex(of: 1) else {
      return .notAsked(statement, needs: "a dictionary ratio of 1")
    }
    let curve = cosines[row]
    return Claim(
      statement,
      measured: "MMCS \(peak.cosine.brief(3)) at α = \(peak.alpha.brief(2)); "
        + "\((curve.first ?? 0).brief(2)) at the weakest, \((curve.last ?? 0).brief(2)) at the strongest",
      held: peak.cosine > 0.9 && (curve.first ?? 1) < 0.7 && (curve.last ?? 1) < 0.7)
  }

  private var enough: Claim {
    let statement = "a dictionary smaller than the features cannot recover them; a larger one can"
    let best = cosines.map { $0.max() ?? 0 }
    let named = zip(experiment.dictionaryRatios, best).map { "\($0.brief)×: \($1.brief(3))" }
    let half = zip(experiment.dictionaryRatios, best).filter { $0.0 < 1 }.map(\.1)
    let full = zip(experiment.dictionaryRatios, best).filter { $0.0 >= 1 }.map(\.1)
    guard !half.isEmpty, !full.isEmpty else {
      return .notAsked(statement, needs: "dictionary ratios below and above 1")
    }
    return Claim(
      statement,
      measured: "best MMCS by latents per feature: " + named.joined(separator: ", "),
      held: (half.max() ?? 0) < (full.min() ?? 0) && (full.min() ?? 0) > 0.9)
  }

  private var sparse: Claim {
    let statement = "where features come out, about as many latents are active as features"
    guard let peak, let row = experiment.dictionaryRatios.firstIndex(of: 1) else {
      return .notAsked(statement, needs: "a dictionary ratio of 1")
    }
    let active = Double(trained[row][peak.index].evaluation.activeLatents)
    return Claim(
      statement,
      measured: "\(active.brief(3)) latents, \(experiment.active.brief(2)) features in a sample",
      held: abs(active / experiment.active - 1) < 0.5)
  }
}
