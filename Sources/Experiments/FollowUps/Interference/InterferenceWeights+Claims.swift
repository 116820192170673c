internal import ToyLib

extension InterferenceWeightsResult {
  public var claims: Claims {
    let (wides, narrows) = (Baselines(rows.map(\.wideComparison)), Baselines(rows.map(\.narrowComparison)))
    let both = Baselines(rows.flatMap { [$0.wideComparison, $0.narrowComparison] })
    let ofNarrow = [magnitude, effect, attribution, inhibiting, harmful].map { $0.requiring(narrows) }
    return Claims(
      [exist.requiring(both), wide.requiring(wides)] + ofNarrow
        + [removal.requiring(both), plain.requiring(Baselines(rows.map(\.plainComparison)))])
  }

  /// `0.24 at 1 − S = 0.2; …`
  private func words(_ value: (InterferenceRow) -> String) -> String {
    rows.map { "\(value($0)) at 1 − S = \($0.density.brief)" }.joined(separator: "; ")
  }

  private var exist: Claim {
    Claim(
      "in superposition most weights between features are interference, without superposition hardly any",
      measured: "links' share of the squared weights between features: "
        + words { "\($0.linkedShare($0.narrow.weights).brief(2)) (m = n: \($0.linkedShare($0.wide.weights).brief(3)))" },
      held: rows.allSatisfy { $0.linkedShare($0.narrow.weights) < 0.5 && $0.linkedShare($0.wide.weights) > 0.9 },
      threshold: "ours: below 0.5, above 0.9")
  }

  private var wide: Claim {
    Claim(
      "what a model without superposition has is real: its weights find the links",
      measured: "average precision " + words { $0.averagePrecision(.withoutSuperposition).brief(3) },
      held: rows.allSatisfy { $0.averagePrecision(.withoutSuperposition) > 0.95 }, threshold: "ours: above 0.95")
  }

  private var magnitude: Claim {
    Claim(
      "the size of a weight does not tell whether it is real",
      measured: "average precision " + words { $0.averagePrecision(.magnitude).brief(2) }
        + "; of a random order \((1 / Double(experiment.features - 1)).brief(2))",
      held: rows.allSatisfy { $0.averagePrecision(.magnitude) < 0.5 }, threshold: "ours: below 0.5")
  }

  private func better(_ definition: WeightDefinition, _ statement: String) -> Claim {
    Claim(
      statement,
      measured: "average precision "
        + words { "\($0.averagePrecision(definition).brief(2)) (size \($0.averagePrecision(.magnitude).brief(2)))" },
      held: rows.allSatisfy { $0.averagePrecision(definition) > $0.averagePrecision(.magnitude) + 0.1 },
      threshold: "ours: 0.1 higher at each density")
  }

  private var effect: Claim {
    better(.effect, "the effect of a weight on the loss finds links better than its size")
  }

  private var attribution: Claim {
    better(.attribution, "the weight times the features' common activation finds links better than its size")
  }

  private var inhibiting: Claim {
    Claim(
      "the effect on the loss finds links that excite and links that inhibit",
      measured: "average precision "
        + words {
          "\($0.averagePrecision(.effect, of: [.excites]).brief(2)) and "
            + "\($0.averagePrecision(.effect, of: [.inhibits]).brief(2))"
        },
      held: rows.allSatisfy { row in
        [.excites, .inhibits].allSatisfy { row.averagePrecision(.effect, of: [$0]) > 0.5 }
      }, threshold: "ours: both above 0.5")
  }

  private var harmful: Claim {
    Claim(
      "the definitions agree: a weight that is no link raises the loss",
      measured: "share of those above 0.1 whose removal alone lowers the loss: "
        + words { $0.harmful(above: 0.1).brief(2) },
      held: rows.allSatisfy { $0.harmful(above: 0.1) > 0.8 }, threshold: "ours: above 0.8")
  }

  private var removal: Claim {
    Claim(
      "without its interference weights the model has a lower loss",
      measured: "loss with the links alone, relative to all weights: "
        + words {
          "\($0.relativeLoss(keepingBest: .withoutSuperposition).brief(2)) (as many of the largest weights: "
            + "\($0.relativeLoss(keepingBest: .magnitude).brief(2)))"
        },
      held: rows.allSatisfy { $0.relativeLoss(keepingBest: .withoutSuperposition) < 1 }, threshold: "ours: below 1",
      remark: "links as the model without superposition has them; biases are not trained again")
  }

  private var plain: Claim {
    Claim(
      "in the paper's model all weights between features are interference: without them its loss is lower",
      measured: "loss without them, relative to all weights: "
        + words { ($0.simulation.disentangledLoss / $0.simulation.loss).brief(2) },
      held: rows.allSatisfy { $0.simulation.disentangledLoss < $0.simulation.loss }, threshold: "ours: below 1",
      remark: "\(experiment.correlated.brief) of the features are correlated; biases are not trained again")
  }
}
