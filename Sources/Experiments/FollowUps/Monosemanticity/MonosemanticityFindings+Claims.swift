internal import ToyLib

extension MonosemanticityFindings {
  /// The claims that every task is asked.
  var taskClaims: [Claim] { [equalLoss, free, moderate, rate, finalBias, neurons, share, training] }

  private func words(_ network: DecodingNetwork) -> String {
    "\(network.trained.monosemantic) (loss \(network.relativeLoss.brief(3)), "
      + "share \(network.trained.meanShare.brief(2)))"
  }

  private func most(_ networks: [DecodingNetwork]) -> DecodingNetwork? {
    networks.max { $0.trained.monosemantic < $1.trained.monosemantic }
  }

  /// The networks with the recipe's rate, from the largest bias to the most negative one.
  private var reference: [DecodingNetwork] {
    networks(at: experiment.recipe.optimiser.rate).sorted { $0.decoder.bias > $1.decoder.bias }
  }

  /// Of all pairs with losses within 5 % of each other, the one with the most different mean shares.
  private var equalLoss: Claim {
    let statement = "networks of equal loss differ in how monosemantic they are"
    guard let (a, b) = mostDifferent else { return .notAsked(statement, needs: "two networks with losses within 5 %") }
    return Claim(
      statement, measured: "of \(experiment.neurons) neurons monosemantic: \(words(a)) and \(words(b))",
      held: a.trained.meanShare > 2 * b.trained.meanShare,
      threshold: "ours: losses within 5 %, shares by a factor of 2",
      remark: "loss relative to an output of zeros; share: the largest feature's of a neuron's response")
  }

  private var mostDifferent: (more: DecodingNetwork, less: DecodingNetwork)? {
    var found: (more: DecodingNetwork, less: DecodingNetwork)?
    var factor = 1.0
    for a in grid {
      for b in grid where abs(a.relativeLoss / b.relativeLoss - 1) < 0.05 {
        let ratio = a.trained.meanShare / b.trained.meanShare
        if ratio > factor { (found, factor) = ((a, b), ratio) }
      }
    }
    return found
  }

  private var free: Claim {
    let statement = "negative initial biases make neurons monosemantic without a higher loss"
    let (zero, negative) = (reference.first { $0.decoder.bias == 0 }, reference.filter { $0.decoder.bias < 0 })
    guard let zero, let best = most(negative.filter { $0.relativeLoss <= 1.01 * zero.relativeLoss }) ?? negative.first
    else { return .notAsked(statement, needs: "biases of 0 and below, at the recipe's rate") }
    return Claim(
      statement,
      measured: "monosemantic with a bias of 0: \(words(zero)); with \(best.decoder.bias.brief) deviations: "
        + words(best),
      held: best.relativeLoss <= 1.01 * zero.relativeLoss
        && best.trained.monosemantic >= zero.trained.monosemantic + experiment.neurons / 16,
      threshold: "ours: loss at most 1 % higher, a sixteenth of the neurons more")
  }

  private var moderate: Claim {
    let statement = "moderately negative biases give the most monosemantic neurons, at every learning rate"
    guard experiment.biases.count >= 3 else { return .notAsked(statement, needs: "three biases or more") }
    let named = experiment.rates.map { rate in
      let all = networks(at: rate).map { "\($0.trained.monosemantic)" }.joined(separator: ", ")
      return "\(all) at a rate of \(rate.brief)"
    }
    let extremes = [experiment.biases.min(), experiment.biases.max()]
    return Claim(
      statement,
      measured: "monosemantic with biases of " + experiment.biases.map(\.brief).joined(separator: ", ") + ": "
        + named.joined(separator: "; "),
      held: experiment.rates.allSatisfy { !extremes.contains(most(networks(at: $0))?.decoder.bias) },
      threshold: "ours: neither 0 nor the most negative bias")
  }

  private var rate: Claim {
    let statement = "a higher learning rate makes neurons monosemantic without a higher loss, with biases of 0"
    let networks = grid.filter { $0.decoder.bias == 0 }.sorted { $0.decoder.rate < $1.decoder.rate }
    guard networks.count >= 2, let low = networks.first, let high = networks.last else {
      return .notAsked(statement, needs: "two rates and a bias of 0")
    }
    return Claim(
      statement,
      measured: "monosemantic " + networks.map { "\(words($0)) at \($0.decoder.rate.brief)" }.joined(separator: "; "),
      held: high.relativeLoss <= 1.01 * low.relativeLoss
        && high.trained.monosemantic >= low.trained.monosemantic + experiment.neurons / 16,
      threshold: "ours: loss at most 1 % higher, a sixteenth of the neurons more")
  }

  private var finalBias: Claim {
    let statement = "more monosemantic networks have more negative biases after training"
    guard grid.count >= 6 else { return .notAsked(statement, needs: "six networks or more") }
    let correlation = pearsonCorrelation(grid.map(\.trained.meanBias), grid.map(\.trained.meanShare))
    return Claim(
      statement, measured: "correlation of the mean bias with the mean share \(correlation.brief(2))",
      held: correlation < -0.5, threshold: "ours: below −0.5")
  }

  private var ordered: [DecodingNetwork] { series.sorted { $0.decoder.neurons < $1.decoder.neurons } }

  private func rises(_ statement: String, _ value: (DecodingNetwork) -> Double, _ words: String) -> Claim {
    guard series.count >= 3 else { return .notAsked(statement, needs: "three numbers of neurons or more") }
    let values = ordered.map(value)
    return Claim(
      statement,
      measured: words + ordered.map { "\(value($0).brief(2)) of \($0.decoder.neurons)" }.joined(separator: ", "),
      held: zip(values, values.dropFirst()).allSatisfy { $1 > $0 }, threshold: "ours: higher with each number")
  }

  private var neurons: Claim {
    rises(
      "with more neurons more features have a monosemantic neuron", { Double($0.trained.features) },
      "features with one, by neurons: ")
  }

  private var share: Claim {
    rises(
      "with more neurons a larger share of them is monosemantic",
      { Double($0.trained.monosemantic) / Double($0.decoder.neurons) }, "share, by neurons: ")
  }

  private var training: Claim {
    let negative = grid.filter { $0.decoder.bias < 0 && $0.decoder.rate == experiment.recipe.optimiser.rate }
    let statement = "training makes neurons respond to fewer features than before it"
    guard !negative.isEmpty else { return .notAsked(statement, needs: "a negative bias, at the recipe's rate") }
    return Claim(
      statement,
      measured: "mean share of the largest feature, and before training: "
        + negative.map {
          "\($0.trained.meanShare.brief(2)) (\($0.untrained.meanShare.brief(2)), of \($0.untrained.live) live neurons) "
            + "with a bias of \($0.decoder.bias.brief)"
        }.joined(separator: "; "),
      held: negative.allSatisfy { $0.trained.meanShare > $0.untrained.meanShare }, threshold: "ours",
      remark: "monosemantic before training: "
        + negative.map { "\($0.untrained.monosemantic)" }.joined(separator: ", ")
        + "; they must also write most to the output of their feature")
  }
}
