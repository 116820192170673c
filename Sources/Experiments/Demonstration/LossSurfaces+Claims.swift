internal import ToyLib

// MARK: - What the comment says

extension LossSurfacesResult {
  public var claims: Claims { [confused, severalMinima, jump, growth] }

  private var confused: Claim {
    let dense = equal.filter { $0.minima[0].kind == .confused }.map(\.loss.density)
    let critical = 4.0 / 7
    return Claim(
      "at low sparsity and equal importance there is a phase of its own: both features on the same side",
      measured: "lowest minimum confused for 1 − S from \((dense.min() ?? .nan).brief(3)) to "
        + "\((dense.max() ?? .nan).brief(3)); by algebra it begins at 4/7 = \(critical.brief(3))",
      held: dense.min().map { abs($0 / critical - 1) < 0.06 } ?? false)
  }

  private var severalMinima: Claim {
    let kinds = (equal + weak).filter { Set($0.minima.map(\.kind)).count > 1 }
    return Claim(
      "some places have two minima of different kinds",
      measured: "\(kinds.count) of \(equal.count + weak.count) places on two lines of the phase diagram",
      held: !kinds.isEmpty)
  }

  /// The largest change of w₂ between neighbouring points, relative to the change of density.
  private static func largestStep(_ places: [Place]) -> Double {
    zip(places, places.dropFirst())
      .map { abs($0.minima[0].second - $1.minima[0].second) }.max() ?? 0
  }

  private var jump: Claim {
    let step = Self.largestStep(equal)
    return Claim(
      "from confused to antipodal the change is discontinuous",
      measured: "between neighbouring densities w₂ jumps by \(step.brief(2))", held: step > 0.8)
  }

  private var growth: Claim {
    let step = Self.largestStep(weak)
    let mixed = weak.count { Set($0.minima.map(\.kind)).count > 1 }
    return Claim(
      "from ignoring a feature to antipodal the change is continuous, which blurs the triple point",
      measured: "with relative importance 0.1 w₂ jumps by \(step.brief(2)), from about 0",
      held: step < 0.25,
      remark: "the jump from confused to antipodal is \(Self.largestStep(equal).brief(2)); minima of "
        + "different kinds side by side at \(mixed) of \(weak.count) places")
  }
}
