internal import ToyLib

// MARK: - What the paper says

extension LossDecompositionResult {
  public var claims: Claims {
    [formula, noInterference, third, sum, antipodal, bias, sparseLimit]
  }

  private var formula: Claim {
    let errors = linear.map { abs($0.model.sumLoss / $0.predicted - 1) }
    return Claim(
      "the linear model's loss is feature benefit plus interference: "
        + "Σ I (1 − ‖W_i‖²)² + Σ I (W_j·W_i)²",
      measured: "times the variance of a feature, it is the loss of trained models to "
        + "\(((errors.max() ?? .nan) * 100).brief(2)) %",
      held: errors.allSatisfy { $0 < 0.02 })
  }

  private var noInterference: Claim {
    let interference = linear.map(\.terms.interference)
    let missing = linear.map(\.terms.missing)
    let wanted = Double(experiment.features - 2)
    return Claim(
      "a linear model represents as many features as it has dimensions, without interference",
      measured: "interference at most \((interference.max() ?? .nan).brief(2)), "
        + "missing benefit \((missing.min() ?? .nan).brief(3)) to \((missing.max() ?? .nan).brief(3)) "
        + "of \(experiment.features)",
      held: linear.allSatisfy { abs($0.terms.total - wanted) < 0.02 * wanted },
      remark: "features of equal importance: any orthogonal projection is as good, so a feature may be "
        + "half represented")
  }

  private var third: Claim {
    let two = polygons[2].linear
    let three = polygons[3].linear
    return Claim(
      "in a linear model one feature more costs more interference than it gains",
      measured: "two of eight features: \(two.total.brief(3)); three as a triangle: "
        + three.total.brief(3), held: three.total > two.total)
  }

  private var sum: Claim {
    let errors = relu.map { abs($0.byPresence.total / $0.exact - 1) }
    return Claim(
      "the loss is the sum of (1 − S)^k S^(n−k) L_k over the number k of present features",
      measured: "the sum is the expected loss of trained ReLU models to "
        + "\(((errors.max() ?? .nan) * 100).brief(2)) %",
      held: errors.allSatisfy { $0 < 0.03 })
  }

  private var antipodal: Claim {
    let square = polygons[4]
    return Claim(
      "with one feature present, negative interference is free",
      measured: "two antipodal pairs: interference \(square.relu.interference.brief(2)), in a linear "
        + "model \(square.linear.interference.brief(2))",
      held: square.relu.interference < 1e-6)
  }

  private var bias: Claim {
    let best = polygons[5]
    let with = LossTerms(
      missing: best.relu.missing - 1, interference: best.relu.interference)  // three others: 3 · 1/3
    return Claim(
      "a negative bias makes small positive interference free",
      measured: "pentagon: interference \(plainPentagon.interference.brief(3)) with b = 0 and ‖W‖ = 1, "
        + "\(with.interference.brief(3)) with b = \(best.bias.brief(3)) and ‖W‖ = "
        + "\(best.length.brief(4)); in all \(plainPentagon.total.brief(3)) and \(with.total.brief(3))",
      held: with.interference < 0.3 * plainPentagon.interference && best.bias < 0)
  }

  private var sparseLimit: Claim {
    let statement =
      "for very sparse inputs only L_1 counts, the feature benefit and interference of one feature at "
      + "a time"
    guard let sparsest = relu.last else { return .notAsked(statement, needs: "a density") }
    let account = sparsest.byPresence
    let share = account.parts[1] / account.total
    let exact = sparsest.oneSparse.total
    return Claim(
      statement,
      measured: "at 1 − S = \(sparsest.density.brief(2)): \((share * 100).brief(3)) % of the loss; L_1 "
        + "measured \(account.losses[1].brief(4)), in closed form \(exact.brief(4))",
      held: share > 0.7 && abs(account.losses[1] / exact - 1) < 0.03)
  }
}
