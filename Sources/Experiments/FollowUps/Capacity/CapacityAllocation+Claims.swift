internal import ToyLib

extension CapacityAllocationResult {
  public var claims: Claims {
    [conservation, allocation, margins, blocks, dedicatedOrNothing, sharing]
  }

  private var conservation: Claim {
    let sums = solutions.map { $0.capacities.reduce(0, +) }
    let trained = models.map { $0.featureDimensionality.reduce(0) { $0 + Double($1) } }
    let wanted = Double(experiment.hidden)
    return Claim(
      "capacities sum to the number of dimensions: no embedding has more, efficient ones have all",
      measured:
        "quadratic \(Self.list(sums)) of \(experiment.hidden); ReLU \(Self.list(trained)) of 5",
      held: sums.allSatisfy { abs($0 - wanted) < 0.01 * wanted }
        && trained.allSatisfy { $0 < 5.001 && $0 > 4.75 },
      remark: "held means within 1 % for the quadratic model, 5 % for the trained one")
  }

  private var allocation: Claim {
    let excess = solutions.map { abs($0.loss / $0.model.bestLoss - 1) }.max() ?? 0
    return Claim(
      "the optimal allocation is a formula in importance and kurtosis",
      measured: "largest difference of a capacity \((capacityErrors.max() ?? 0).brief(2)), "
        + "of a loss \(excess.brief(2)) of it",
      held: capacityErrors.allSatisfy { $0 < 0.03 } && excess < 1e-3)
  }

  /// For each kurtosis, the spread of −dL/dC among features that share, relative to its mean.
  private var margins: Claim {
    let spreads = solutions.compactMap { solution -> Double? in
      let capacities = solution.capacities
      let all = zip(capacities, solution.model.marginalValues(at: capacities))
      let values = all.filter { CapacityPhase(capacity: $0.0) == .shared }.map(\.1)
      guard let low = values.min(), let high = values.max(), values.count > 1 else { return nil }
      return (high - low) / (high + low) * 2
    }
    return Claim(
      "features that share have the same marginal value of capacity",
      measured: "spread " + spreads.map { "\(($0 * 100).brief(2)) %" }.joined(separator: ", "),
      held: !spreads.isEmpty && spreads.allSatisfy { $0 < 0.05 })
  }

  private var blocks: Claim {
    let residuals = solutions.map { $0.blockResiduals.max() ?? 0 }
    return Claim(
      "efficient embeddings are block-semi-orthogonal: every W_i is an eigenvector of Σ W_j W_jᵀ",
      measured: "largest residual \(Self.list(residuals))", held: residuals.allSatisfy { $0 < 0.02 }
    )
  }

  private var dedicatedOrNothing: Claim {
    let statement = "without heavy tails, κ ≤ 3, capacity is all or nothing"
    let light = solutions.filter { $0.model.kurtosis <= 3 }
    guard !light.isEmpty else { return .notAsked(statement, needs: "a kurtosis of at most 3") }
    let shared = light.map { solution in
      solution.capacities.count { CapacityPhase(capacity: $0) == .shared }
    }
    return Claim(
      statement,
      measured:
        "\(shared.reduce(0, +)) features share at κ = \(Self.list(light.map(\.model.kurtosis)))",
      held: shared.allSatisfy { $0 == 0 })
  }

  private var sharing: Claim {
    let counts = models.map { model in
      model.featureDimensionality.count {
        CapacityPhase(capacity: Double($0), tolerance: 0.05) == .shared
      }
    }
    return Claim(
      "the sparser the inputs, the more features share",
      measured: zip(experiment.densities, counts).map { "1 − S = \($0.brief): \($1)" }
        .joined(separator: ", ") + " of 20",
      held: counts.count > 1 && counts.last ?? 0 > counts.first ?? 0 && (counts.last ?? 0) >= 8)
  }

  private static func list(_ values: [Double]) -> String {
    values.map { $0.brief(3) }.joined(separator: ", ")
  }
}
