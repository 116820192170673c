internal import ToyLib

extension KGonLandscapeResult {
  public var claims: Claims {
    Claims([table, existence, critical, levels, transition] + flatness)
  }

  /// Length, bias and 3c L of the sparse limit's polygons.
  /// Source: the catalogue, 6.10, after Chen et al.
  private static let published: [(corners: Int, length: Double, bias: Double, level: Double)] = [
    (5, 1.17046, -0.28230, 0.23738), (6, 1.32053, -0.61814, 0.86746),
    (7, 1.44839, -0.96691, 1.74870), (8, 1.55045, -1.29119, 2.77310),
  ]

  private var table: Claim {
    let errors = Self.published.map { entry -> Double in
      guard let found = try? KGonLevel(entry.corners, of: entry.corners),
        let root = PolygonEquations(corners: entry.corners).root
      else { return .infinity }
      let level = found.loss * Double(3 * entry.corners)
      return [
        found.length - entry.length, found.bias - entry.bias, root.length - entry.length,
        root.bias - entry.bias, level - entry.level,
      ].map { abs($0) }.max() ?? 0
    }
    let largest = errors.max() ?? .infinity
    return Claim(
      "pentagon to octagon have the published lengths, biases and losses",
      measured: "by descent and by Newton's method: largest difference \(largest.brief(2))",
      held: largest < 1e-4)
  }

  private var existence: Claim {
    let found = (5...13).filter { PolygonEquations(corners: $0).root != nil }
    return Claim(
      "polygons are critical points for k = 5 to 8 and 12, not for 9, 10, 11, 13",
      measured: "found for \(found.map(String.init).joined(separator: ", "))",
      held: found == [5, 6, 7, 8, 12],
      remark: "if corners light all others less than a right angle away, as the source assumes")
  }

  private var critical: Claim {
    let largest = points.map(\.largestDerivative).max() ?? .infinity
    return Claim(
      "polygons among dead and raised features are critical points of the whole loss",
      measured: "largest derivative \(largest.brief(2))", held: largest < 1e-6)
  }

  /// The source's levels of six features.
  private var levels: Claim {
    let statement =
      "with six features the levels are 0.11111 (4), 0.10417 (4⁺), 0.06874 (5), 0.06180 (5⁺), "
      + "0.04819 (6)"
    guard experiment.features == 6 else {
      return .notAsked(statement, needs: "six features")
    }
    let wanted = ["4": 0.11111, "4⁺": 0.10417, "5": 0.06874, "5⁺": 0.06180, "6": 0.04819]
    let parts = points.filter { wanted[$0.symbol] != nil }
    return Claim(
      statement,
      measured: parts.map { "\($0.loss.brief(4)) (\($0.symbol))" }.joined(separator: ", "),
      held: parts.count == 5 && parts.allSatisfy { abs($0.loss - (wanted[$0.symbol] ?? 0)) < 2e-5 })
  }

  private var transition: Claim {
    let statement = "the posterior prefers the hexagon to the pentagon from n = 601 on"
    guard experiment.features == 6, let five = point("5"), let six = point("6") else {
      return .notAsked(statement, needs: "six features")
    }
    guard let n = Self.transition(from: five, to: six) else {
      return Claim(statement, measured: "no such n between 10 and 10⁶", held: false)
    }
    return Claim(
      statement,
      measured: "n = \(n.brief(4)), from ΔL = \((six.loss - five.loss).brief(4)), Δλ = 1.5, "
        + "Δ½‖w‖² = \((six.halfSquaredNorm - five.halfSquaredNorm).brief(5))",
      held: abs(n - 601) < 1)
  }

  /// For each point whose coefficient the theory gives, the estimate at the largest n, and the
  /// source's own n beside its estimates.
  private var flatness: [Claim] {
    points.indices.compactMap { index in
      guard let theory = points[index].learningCoefficient, let last = coefficients.last?[index],
        let n = experiment.observations.last
      else { return nil }
      let steps = zip(experiment.observations, coefficients).map { "\($0.1[index]) at n = \($0.0)" }
      return Claim(
        "the \(points[index].symbol)-gon's local learning coefficient is \(theory.brief)",
        measured: steps.joined(separator: "; "),
        held: !last.estimates.isEmpty && abs(last.mean - theory) < 0.05 * theory,
        remark: "held means within 5 % at n = \(n); the source's estimates at 5000 are "
          + "7.71 ± 0.85 (5), 9.91 ± 1.27 (5⁺), 9.03 ± 0.59 (6)")
    }
  }
}
