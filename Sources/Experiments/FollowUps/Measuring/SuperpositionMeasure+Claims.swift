internal import ToyLib

extension SuperpositionMeasureResult {
  public var claims: Claims { [measured, aligned, transferred] }

  private var measured: Claim {
    let (psi, truth) = (rows.map(\.psi), rows.map(\.featuresPerDimension))
    let correlation = pearsonCorrelation(psi, truth)
    let statement = "ψ of an autoencoder follows features per dimension"
    guard experiment.densities.count >= 3 else { return .notAsked(statement, needs: "three densities or more") }
    return Claim(
      statement,
      measured:
        "correlation \(correlation.brief(2)); ψ from \((psi.min() ?? 0).brief(2)) to \((psi.max() ?? 0).brief(2)), "
        + "features per dimension from \((truth.min() ?? 0).brief(2)) to \((truth.max() ?? 0).brief(2))",
      held: correlation > 0.9, threshold: "ours: 0.9; the source's number is not known"
    ).requiring(baselines)
  }

  private var aligned: Claim {
    let found = rows.filter { $0.alignment.attacked > 0 }
    let better = found.count { $0.alignment.attacks > $0.alignment.visible + 0.1 }
    return Claim(
      "attacks found by gradient ascent point along rows of WᵀW",
      measured: found.map {
        "\($0.alignment.attacks.brief(2)) (random visible \($0.alignment.visible.brief(2)), "
          + "random \($0.alignment.random.brief(2))) at 1 − S = \($0.density.brief)"
      }.enumerated().filter { $0.offset % experiment.instances == 0 }.map(\.element).joined(separator: "; "),
      held: !found.isEmpty && Double(better) >= 0.8 * Double(found.count),
      threshold: "ours: 0.1 above random visible directions in 80 % of the models",
      remark: "largest |cosine| of an attack with a row")
  }

  private var transferred: Claim {
    let correlation = pearsonCorrelation(transfers.map(\.distance), transfers.map(\.rate))
    let alike = transfers.filter { rows[$0.from].density == rows[$0.to].density }
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }
    return Claim(
      "attacks transfer better between models whose embeddings are more alike",
      measured: "correlation of transfer with Procrustes distance \(correlation.brief(2)); mean transfer "
        + "\(mean(transfers.map(\.rate)).brief(2)), between models of the same data \(mean(alike.map(\.rate)).brief(2))",
      held: correlation < -0.5, threshold: "ours: below −0.5; the source's number is not known")
  }
}
