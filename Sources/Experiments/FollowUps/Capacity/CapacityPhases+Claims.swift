internal import ToyLib

extension CapacityPhasesResult {
  public var claims: Claims { [threePhases, formula, threshold, trainedPhases] }

  private var threePhases: Claim {
    let found = Self.shares(of: descended)
    return Claim(
      "two features in one dimension have three phases: the second is ignored, shared or dedicated",
      measured: Self.words(found), held: found.count == 3)
  }

  private var formula: Claim {
    let different = theory.indices.flatMap { row in
      theory[row].indices.filter { column in
        CapacityPhase(capacity: theory[row][column])
          != CapacityPhase(capacity: descended[row][column])
      }.map { (row, $0) }
    }
    return Claim(
      "the phase diagram of the quadratic model follows from a formula",
      measured:
        "descent finds the formula's phase at \((agreement * 100).brief(3)) % of the points; "
        + "capacities differ by \(differences.median.brief(1)) (median), "
        + "\(differences.largest.brief(2)) at most",
      held: agreement > 0.95,
      remark: different.isEmpty
        ? nil
        : "\(different.count { isAtBoundary($0) }) of the \(different.count) points where they "
          + "differ lie at a boundary of the formula's phases")
  }

  /// Whether a neighbour in the formula's map is in another phase.
  private func isAtBoundary(_ place: (row: Int, column: Int)) -> Bool {
    let own = CapacityPhase(capacity: theory[place.row][place.column])
    let neighbours = [(-1, 0), (1, 0), (0, -1), (0, 1)].map {
      (place.row + $0.0, place.column + $0.1)
    }
    return neighbours.contains { row, column in
      theory.indices.contains(row) && theory[row].indices.contains(column)
        && CapacityPhase(capacity: theory[row][column]) != own
    }
  }

  private var threshold: Claim {
    let densities = CapacityPhases.densities(descended.count)
    let sharing = zip(densities, descended).filter { row in
      row.1.contains { CapacityPhase(capacity: $0) == .shared }
    }.map(\.0)
    let densest = sharing.max() ?? 0
    let step = densities.count > 1 ? densities[1] / densities[0] : 1
    return Claim(
      "features share only when inputs have heavier tails than a normal variable's, κ > 3",
      measured: "the densest row that shares has κ = "
        + "\(QuadraticModel.kurtosis(sparsity: 1 - densest).brief(3))",
      held: densest <= 0.6 * step && densest > 0.6 / step / step,
      remark: "κ = 3 is a density of 0.6 here")
  }

  private var trainedPhases: Claim {
    let found = Self.shares(of: trained)
    return Claim(
      "the ReLU output model has the same three phases",
      measured: Self.words(found),
      held: CapacityPhase.allCases.allSatisfy { (found[$0] ?? 0) > 0.05 })
  }

  private static func words(_ shares: [CapacityPhase: Double]) -> String {
    CapacityPhase.allCases.map { phase in
      "\(phase.rawValue) \(((shares[phase] ?? 0) * 100).brief(2)) %"
    }.joined(separator: ", ")
  }
}
