internal import SuperposeAutoencoders

extension SyntheticBenchResult {
  public var claims: Claims { [diverging, trade, nested, learned] }

  private typealias Point = (name: String, quality: Quality)

  private func name(_ point: Point) -> String { "\(point.name) with L0 \(point.quality.activeLatents.brief(3))" }

  private var diverging: Claim {
    let statement = "reconstruction and the quality of latents diverge: the best in one is not the best in the other"
    guard let reconstructing = points.max(by: { $0.quality.varianceExplained < $1.quality.varianceExplained }),
      let classifying = points.max(by: { $0.quality.f1 < $1.quality.f1 })
    else { return .notAsked(statement, needs: "autoencoders") }
    let correlation = pearsonCorrelation(points.map(\.quality.varianceExplained), points.map(\.quality.f1))
    return Claim(
      statement,
      measured: "\(name(reconstructing)) explains most: \(reconstructing.quality.varianceExplained.brief(3)), with F1 "
        + "\(reconstructing.quality.f1.brief(2)); the best F1, \(classifying.quality.f1.brief(2)), is that of "
        + "\(name(classifying)), which explains \(classifying.quality.varianceExplained.brief(3)); over all, variance "
        + "explained and F1 have a correlation of \(correlation.brief(2))",
      held: reconstructing.quality.f1 < classifying.quality.f1 - 0.05,
      threshold: "ours: F1 lower by 0.05")
  }

  private var trade: Claim {
    let changes = zip(SyntheticBench.Family.allCases, qualities).compactMap { family, row in
      row.first.flatMap { first in row.last.map { (family.rawValue, first, $0) } }
    }
    return Claim(
      "with more active latents, recall rises and precision falls",
      measured: changes.map { name, first, last in
        "\(name): recall \(first.recall.brief(2)) to \(last.recall.brief(2)), precision "
          + "\(first.precision.brief(2)) to \(last.precision.brief(2))"
      }.joined(separator: "; "),
      held: changes.allSatisfy { $0.2.recall > $0.1.recall + 0.02 && $0.2.precision < $0.1.precision - 0.02 },
      threshold: "ours: by 0.02 from the fewest to the most, in each kind")
  }

  private var nested: Claim {
    let (plain, matryoshka) = (qualities[index(of: .batchTopK)], qualities[index(of: .matryoshka)])
    let pairs = zip(plain, matryoshka).map { (plain: $0.0, nested: $0.1) }
    return Claim(
      "a nested loss (Matryoshka) costs reconstruction and improves latents",
      measured: zip(experiment.active, pairs).map { k, pair in
        "k = \(k): variance explained \(pair.plain.varianceExplained.brief(3)) to "
          + "\(pair.nested.varianceExplained.brief(3)), F1 \(pair.plain.f1.brief(2)) to \(pair.nested.f1.brief(2)), MCC "
          + "\(pair.plain.cosine.brief(2)) to \(pair.nested.cosine.brief(2))"
      }.joined(separator: "; "),
      held: pairs.allSatisfy {
        $0.nested.varianceExplained < $0.plain.varianceExplained && $0.nested.f1 > $0.plain.f1
          && $0.nested.cosine > $0.plain.cosine
      },
      threshold: "ours: for every k", remark: "against BatchTopK, with which it shares everything else")
  }

  private var learned: Claim {
    let cosines = points.map(\.quality.cosine)
    let (chance, truth) = (random.map(\.cosine).max() ?? 0, truth.map(\.f1).max() ?? 0)
    return Claim(
      "all autoencoders find more of the features than random directions",
      measured: "MCC \((cosines.min() ?? 0).brief(2)) to \((cosines.max() ?? 0).brief(2)); random directions "
        + "\(chance.brief(2)). F1 up to \((points.map(\.quality.f1).max() ?? 0).brief(2)); the true directions "
        + "\(truth.brief(2))",
      held: cosines.allSatisfy { $0 > chance + 0.05 }, threshold: "ours: by 0.05")
  }
}
