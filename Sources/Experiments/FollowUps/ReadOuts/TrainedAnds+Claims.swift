internal import ToyLib

extension TrainedAndsResult {
  public var claims: Claims {
    [better, shrinks, dense, twoValues, readOff, beyondReadOut, recovery]
  }

  /// `1 − S = 0.1: 0.4 to 0.6; …`: the range of a value over the numbers of neurons.
  private func ranges(_ value: (LearnedAnds) -> Double) -> String {
    experiment.densities.map { density in
      let values = points(at: density).map(value)
      return "\(density.brief): \((values.min() ?? 0).brief(2)) to \((values.max() ?? 0).brief(2))"
    }.joined(separator: "; ")
  }

  private func lowest(_ value: (LearnedAnds) -> Double) -> Double { points.map(value).min() ?? 0 }

  private var better: Claim {
    Claim(
      "trained networks have a lower error than the construction with as many neurons",
      measured: "errors relative to the construction's, by 1 − S: "
        + ranges { $0.trained.loss.value / $0.construction.loss.value },
      held: points.allSatisfy { $0.trained.loss.value < $0.construction.loss.value }, threshold: "the source's",
      remark: "the construction has the best of \(experiment.connections.count) values of q, and its outputs the best "
        + "factor and offset"
    ).requiring(.none)
  }

  private var shrinks: Claim {
    let statement = "more neurons give lower errors"
    guard experiment.neurons.count >= 2 else {
      return .notAsked(statement, needs: "two numbers of neurons or more")
    }
    let falling = experiment.densities.allSatisfy { density in
      let losses = points(at: density).map(\.trained.loss.value)
      return zip(losses, losses.dropFirst()).allSatisfy { $1 < $0 }
    }
    return Claim(
      statement,
      measured: "errors relative to an output of the means, by 1 − S: "
        + ranges { $0.trained.loss.value / $0.plainLoss },
      held: falling)
  }

  private var dense: Claim {
    Claim(
      "every neuron contributes to every output",
      measured: "share of the neurons that an output uses, by 1 − S: " + ranges(\.trained.participation)
        + "; in the construction " + ranges(\.construction.participation),
      held: lowest(\.trained.participation) > 0.4,
      threshold: "ours: above 0.4; normal weights have 0.64, equal ones 1")
  }

  private var twoValues: Claim {
    let shares = points.map { $0.circuit.twoValues.reduce(0, +) / Double(max(1, $0.circuit.twoValues.count)) }
    return Claim(
      "the input weights of a neuron have two values",
      measured: "share of their variance that two values explain, by 1 − S: "
        + experiment.densities.map { density in
          let own = zip(points, shares).filter { $0.0.density == density }.map(\.1)
          return "\(density.brief): \((own.min() ?? 0).brief(2)) to \((own.max() ?? 0).brief(2))"
        }.joined(separator: "; "),
      held: shares.allSatisfy { $0 > 0.85 }, threshold: "ours: above 0.85; many uniform weights have 0.75")
  }

  /// With too few neurons many pairs have none in one of the classes.
  private var readOff: Claim {
    let statement = "means of four classes of neurons give the AND, as A − B₁ − B₂ + C"
    let asked = points.filter { $0.neurons >= 2 * experiment.features }
    guard !asked.isEmpty else { return .notAsked(statement, needs: "two neurons for each feature or more") }
    let ratios = asked.map { point in
      point.circuit.readOff.prefix(3).map { abs($0) / max(point.circuit.readOff[3], 1e-9) }.max() ?? 0
    }
    let correlations = asked.map(\.circuit.correlation)
    return Claim(
      statement,
      measured: "with \(2 * experiment.features) neurons or more: without the AND at most "
        + "\((ratios.max() ?? 0).brief(2)) times as large as with it; correlation of output weights with these signs "
        + "\((correlations.min() ?? 0).brief(2)) to \((correlations.max() ?? 0).brief(2))",
      held: ratios.allSatisfy { $0 < 0.2 } && correlations.allSatisfy { $0 > 0.5 },
      threshold: "ours: below 0.2, above 0.5")
  }

  private var beyondReadOut: Claim {
    Claim(
      "trained networks have a lower error than random neurons with the best linear read-out",
      measured: "errors relative to theirs, by 1 − S: " + ranges { $0.trained.loss.value / $0.fitted.loss.value },
      held: points.allSatisfy { $0.trained.loss.value < $0.fitted.loss.value }, threshold: "ours"
    ).requiring(.none)
  }

  private var recovery: Claim {
    let statement = "with as many neurons as features the true ANDs are the largest outputs"
    let asked = points.filter { $0.neurons >= experiment.features }
    guard !asked.isEmpty else { return .notAsked(statement, needs: "as many neurons as features") }
    return Claim(
      statement,
      measured: "share of the samples, by 1 − S, with \(experiment.features) neurons or more: "
        + experiment.densities.map { density in
          let own = asked.filter { $0.density == density }
          let (trained, random) = (own.map(\.trained.recovered), own.map(\.construction.recovered))
          return "\(density.brief): \((trained.min() ?? 0).brief(2)) to \((trained.max() ?? 0).brief(2)) "
            + "(construction \((random.min() ?? 0).brief(2)) to \((random.max() ?? 0).brief(2)))"
        }.joined(separator: "; "),
      held: asked.allSatisfy { $0.trained.recovered > 0.8 && $0.trained.recovered > $0.construction.recovered },
      threshold: "ours: above 80 %, and more often than the construction")
  }
}
