internal import ToyLib

extension RobustScalingResult {
  public var claims: Claims {
    Claims([represented, strongExponent, weakExponent, ignored, overlaps].map { $0.requiring(.none) } + [better])
  }

  private func fits(_ series: [ScalingSeries]) -> String {
    series.map { "\($0.name): \($0.fit.exponent.brief(2)) (R² \($0.fit.quality.brief(3)))" }.joined(separator: "; ")
  }

  private var represented: Claim {
    let statement = "with a negative decay all features are represented, with a positive one only about as many as fit"
    guard !strong.isEmpty, !weak.isEmpty else { return .notAsked(statement, needs: "a negative and a positive decay") }
    let least = strong.flatMap(\.represented).min() ?? 0
    let most = weak.flatMap { one in
      zip(one.represented, one.hidden).map { $0 * Double(experiment.features) / Double($1) }
    }
    return Claim(
      statement,
      measured: "share of features longer than ½ at least \(least.brief(3)); with a positive decay at most "
        + "\((most.max() ?? 0).brief(2)) a dimension",
      held: least > 0.95 && (most.max() ?? 9) < 2, threshold: "ours: above 0.95; below 2 a dimension",
      remark: "the source, at a = 1: 1 for γ ≤ −0.5, below 0.1 for γ > 0.3")
  }

  private var strongExponent: Claim {
    let statement = "in strong superposition the loss falls as 1/m for every a below 1.4"
    let asked = strong.filter { $0.exponent < 1.4 }
    guard !asked.isEmpty else { return .notAsked(statement, needs: "a negative decay and an exponent below 1.4") }
    return Claim(
      statement, measured: "exponents: " + fits(strong),
      held: asked.allSatisfy { abs($0.fit.exponent - 1) < 0.25 }, threshold: "ours: 0.75 to 1.25",
      remark: "the source's figure: 0.8 at a = 0 to 1.1 at a = 1")
  }

  private var weakExponent: Claim {
    let statement = "in weak superposition the exponent is about a − 1, that of the frequencies that are left out"
    let asked = weak.filter { $0.exponent > 1 }
    guard !asked.isEmpty else { return .notAsked(statement, needs: "a positive decay and an exponent above 1") }
    return Claim(
      statement, measured: "exponents: " + fits(weak),
      held: asked.allSatisfy { abs($0.fit.exponent - ($0.exponent - 1)) < 0.25 }, threshold: "ours: within 0.25",
      remark: "the source's figure: 0.4 at a = 1.25, 0.7 at a = 1.5, 0.9 at a = 2")
  }

  private var ignored: Claim {
    let statement = "in weak superposition most of the loss is that of the features that are not represented"
    guard !weak.isEmpty else { return .notAsked(statement, needs: "a positive decay") }
    let shares = weak.flatMap { one in zip(one.models, one.ignoredLosses).map { $1 / $0.loss } }
    return Claim(
      statement,
      measured: "\(((shares.min() ?? 0) * 100).brief(2)) to \(((shares.max() ?? 0) * 100).brief(2)) %",
      held: shares.allSatisfy { $0 > 0.5 }, threshold: "ours: more than half")
  }

  private var overlaps: Claim {
    let statement = "in strong superposition the squared overlap of two features falls as 1/m"
    guard !strong.isEmpty else { return .notAsked(statement, needs: "a negative decay") }
    let all = strong.flatMap(\.overlaps)
    let (low, high) = (all.min() ?? 0, all.max() ?? 0)
    return Claim(
      statement, measured: "mean squared cosine times m between \(low.brief(3)) and \(high.brief(3))",
      held: low > 0.75 && high < 1.25, threshold: "ours: 0.75 to 1.25; random directions have 1")
  }

  private var better: Claim {
    let statement = "for a of 1 and less, strong superposition is better than the most frequent features alone"
    let asked = strong.filter { $0.exponent <= 1 }
    guard !asked.isEmpty else { return .notAsked(statement, needs: "a negative decay and an exponent of 1 or less") }
    let ratios = asked.flatMap { one in zip(one.models, one.plainLosses).map { $0.loss / $1 } }
    return Claim(
      statement,
      measured:
        "its loss is \((ratios.min() ?? 0).brief(2)) to \((ratios.max() ?? 9).brief(2)) times that of a network "
        + "made by hand without superposition", held: (ratios.max() ?? 9) < 1, threshold: "ours"
    ).requiring(Baselines(asked.flatMap(\.comparisons)))
  }
}
