extension ReadOutFloorsResult {
  public var claims: Claims { [floor, worst, error, threshold] }

  private var severalSizes: Bool { frames.count >= 2 }

  private var floor: Claim {
    let statement = "cross-talk is of order d^{−1/2}, Welch's bound, which random directions reach on average"
    guard severalSizes else { return .notAsked(statement, needs: "two numbers of dimensions or more") }
    let exponent = exponent { $0.meanSquareCrosstalk.squareRoot() }
    let ratios = frames.map { $0.meanSquareCrosstalk.squareRoot() / $0.welchBound }
    return Claim(
      statement,
      measured: "root mean square ∝ d^{\(exponent.brief(3))}, \((ratios.min() ?? 0).brief(3)) to "
        + "\((ratios.max() ?? 0).brief(3)) times the bound",
      held: abs(exponent + 0.5) < 0.05 && ratios.allSatisfy { $0 > 0.95 && $0 < 1.15 },
      threshold: "ours: exponent within 0.05, ratio 0.95 to 1.15 of some rows")
  }

  private var worst: Claim {
    let ratios = frames.map { $0.worstCrosstalk / $0.welchBound }
    return Claim(
      "the worst entry is never below Welch's bound",
      measured: "\((ratios.min() ?? 0).brief(3)) to \((ratios.max() ?? 0).brief(3)) times the bound",
      held: ratios.allSatisfy { $0 >= 1 }, threshold: "the source's")
  }

  private var error: Claim {
    let ratios = frames.flatMap { frame in
      frame.errors.enumerated().map { $1 * Double(frame.dimensions) / Double($0 + 1) }
    }
    return Claim(
      "a linear read-out of s features has a squared error of order s / d in a coordinate",
      measured: "error · d / s between \((ratios.min() ?? 0).brief(3)) and \((ratios.max() ?? 0).brief(3))",
      held: ratios.allSatisfy { $0 > 0.8 && $0 < 1.25 }, threshold: "ours: 0.8 to 1.25",
      remark: "an output of zeros has s / d², which is smaller: the read-out serves to find features, not to copy them")
  }

  private var threshold: Claim {
    let statement = "supports of up to s ≈ c d / log d features are the largest entries of the read-out"
    let constants = frames.compactMap(\.constant)
    guard constants.count == frames.count, severalSizes else {
      return .notAsked(statement, needs: "sizes at which the share of recovered supports falls below one half")
    }
    let (low, high) = (constants.min() ?? 0, constants.max() ?? 0)
    let found = zip(frames, constants).map { frame, constant in
      "d = \(frame.dimensions): s = \((frame.threshold ?? 0).brief(3)), c = \(constant.brief(2))"
    }
    return Claim(
      statement, measured: found.joined(separator: "; "), held: low > 0 && high / low < 2,
      threshold: "ours: c within a factor of 2 over all d")
  }
}
