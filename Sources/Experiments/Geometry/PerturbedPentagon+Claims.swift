internal import ToyLib

// MARK: - What the paper says

extension PerturbedPentagonResult {
  public var claims: Claims {
    [uniform, denser, sparser, snaps, cross, challenging]
  }

  private func fit(_ relativeDensity: Double) -> Fits? {
    fits.first { $0.relativeDensity == relativeDensity }
  }

  private var uniform: Claim {
    let statement = "five equal features form a regular pentagon"
    guard let fit = fit(1) else {
      return .notAsked(statement, needs: "a relative density of 1")
    }
    guard let best = fit.best[.pentagon] else {
      return Claim(statement, measured: "no pentagon in \(fit.models.count) models", held: false)
    }
    let digons = fit.best[.digons]
    return Claim(
      statement,
      measured: "gaps \(best.polygon.gaps.map { $0.brief(3) }.joined(separator: ", "))°, loss "
        + "\(best.loss.brief(3))" + (digons.map { " against \($0.loss.brief(3)) for digons" } ?? ""),
      held: fit.winner == .pentagon && best.polygon.largestGapError < 2)
  }

  private var denser: Claim {
    let statement = "a denser feature repels the others"
    guard let most = fits.last, most.relativeDensity > 1 else {
      return .notAsked(statement, needs: "a relative density above 1, as the last one")
    }
    guard let angle = neighbourAngle(at: most.relativeDensity) else {
      return Claim(statement, measured: "no pentagon at \(most.relativeDensity.brief)", held: false)
    }
    return Claim(
      statement,
      measured: "\(most.relativeDensity.brief(2)) times as dense: neighbours at \(angle.brief(3))° "
        + "instead of 72°", held: angle > 73)
  }

  private var sparser: Claim {
    let statement = "a sparser feature lets the others close in"
    guard fit(0.4) != nil else {
      return .notAsked(statement, needs: "a relative density of 0.4")
    }
    guard let angle = neighbourAngle(at: 0.4) else {
      return Claim(statement, measured: "no pentagon at 0.4", held: false)
    }
    return Claim(
      statement,
      measured: "0.4 times as dense: neighbours at \(angle.brief(3))° instead of 72°", held: angle < 71)
  }

  private var snaps: Claim {
    let least = fits.filter { $0.winner == .digons }.map(\.relativeDensity).max()
    return Claim(
      "below a threshold, in the paper about 2.5 times less dense than the others, the solution snaps to "
        + "two digons",
      measured: crossing.map { "at a relative density of \($0.brief(2)), \((1 / $0).brief(2)) times less" }
        ?? "digons win up to \(least.map { $0.brief(2) } ?? "none")",
      held: crossing.map { (0.2...0.45).contains($0) } ?? false,
      remark: crossing.map { place in
        "the exact losses cross \(place < 0.4 ? "later" : "earlier") than in the paper"
      } ?? "the exact losses do not cross between the densities of this run")
  }

  private var cross: Claim {
    let statement = "the loss curves of the two shapes cross, so the change is of first order"
    let both = fits.filter { $0.best[.pentagon] != nil && $0.best[.digons] != nil }
    guard let crossing else {
      return Claim(
        statement,
        measured: "both shapes are minima at \(both.count) of \(fits.count) densities; their losses "
          + "do not cross", held: false)
    }
    return Claim(
      statement,
      measured: "both shapes are minima at \(both.count) of \(fits.count) densities; their losses cross "
        + "at \(crossing.brief(3))", held: both.count >= 3)
  }

  private var challenging: Claim {
    let rates = fits.compactMap { fit in
      fit.winner.map { winner in
        Double(fit.shapes.count { $0 == winner }) / Double(fit.shapes.count)
      }
    }
    let mean = rates.reduce(0, +) / Double(max(rates.count, 1))
    return Claim(
      "two dimensions are hard for gradient descent: several fits are needed",
      measured: "\((mean * 100).brief(2)) % of the fits end in the best shape, at worst "
        + "\(((rates.min() ?? .nan) * 100).brief(2)) %", held: mean < 0.9)
  }
}
