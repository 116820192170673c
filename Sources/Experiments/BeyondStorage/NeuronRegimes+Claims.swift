internal import ToyLib

extension NeuronRegimesResult {
  public var claims: Claims {
    let statements = regimes.compactMap { claim($0)?.requiring($0.baselines) }
    let left = Self.published.filter { wanted in
      !regimes.contains { wanted.densities.contains($0.density) }
    }.map { wanted in
      Claim.notAsked(
        wanted.words,
        needs: "a density from \(wanted.densities.lowerBound.brief) to "
          + "\(wanted.densities.upperBound.brief)")
    }
    return Claims(statements + left + [transition, typical])
  }

  /// The regimes of figure 30.
  private static let published: [(densities: ClosedRange<Double>, words: String)] = [
    (0.5...1, "the five most important features have a neuron each"),
    (0.2...0.5, "three neurons are dedicated, the next three features share two as a code"),
    (0.14...0.16, "five features in three neurons"), (0.105...0.13, "six features in four neurons"),
    (0.05...0.08, "eight features in five neurons"), (0...0.04, "every feature is a pair of neurons"),
  ]

  /// The claim of figure 30 about the regime of the density.
  private func claim(_ regime: Regime) -> Claim? {
    switch regime.density {
    case 0.5...: dedicated(regime)
    case 0.2..<0.5: binary(regime)
    case 0.14..<0.16: shared(regime, mono: 2, in: "five features in three neurons", features: 7)
    case 0.105..<0.13: separated(regime, mono: 1, in: "six features in four neurons", features: 7)
    case 0.05...0.08: separated(regime, mono: 0, in: "eight features in five neurons", features: 8)
    case ...0.04: pairs(regime)
    default: nil
    }
  }

  private func summary(_ network: Network) -> String {
    "\(network.neurons); \(network.featureCodes.represented.count) features"
  }

  private func dedicated(_ regime: Regime) -> Claim {
    let served = Set(regime.network.neurons.all(.monosemantic).compactMap { $0.primary?.feature })
    return Claim(
      "1 − S = \(regime.density.brief): the five most important features have a neuron each",
      measured: summary(regime.network), held: served == Set(0..<experiment.neurons))
  }

  /// Three dedicated neurons; of the next three features one is (1, 1), the others an antipodal
  /// pair at right angles to it.
  private func binary(_ regime: Regime) -> Claim {
    let codes = regime.network.featureCodes.represented.filter { $0.neurons.count == 2 }
    let written = codes.map { code in
      "x\(code.feature + 1) (\(code.neurons.map { code.signs[$0] > 0 ? "+" : "−" }.joined()))"
    }.joined(separator: " ")
    let signs = codes.map { code in code.neurons.map { code.signs[$0] } }
    let isCode =
      codes.count == 3 && signs.contains([1, 1]) && signs.contains([1, -1])
      && signs.contains([-1, 1]) && Set(codes.map(\.neurons)).count == 1
    return Claim(
      "1 − S = \(regime.density.brief): three neurons are dedicated, the next three features share two "
        + "as a code: one (+ +), the others opposite",
      measured: "\(summary(regime.network)); \(written)",
      held: isCode && regime.network.neurons.count(.monosemantic) == 3)
  }

  private func shared(
    _ regime: Regime, mono: Int, in words: String, features: Int
  ) -> Claim {
    let network = regime.network
    return Claim(
      "1 − S = \(regime.density.brief): \(mono) monosemantic, \(words)",
      measured: summary(network),
      held: network.neurons.count(.monosemantic) == mono
        && network.featureCodes.represented.count == features)
  }

  /// Like ``shared``, with a neuron that separates important features from the others. Of the
  /// remaining neurons, an important feature uses all but one, an unimportant feature one.
  private func separated(
    _ regime: Regime, mono: Int, in words: String, features: Int
  ) -> Claim {
    let network = regime.network
    let code = SeparatingCode(network)
    let basic = shared(regime, mono: mono, in: words, features: features)
    return Claim(
      basic.statement + "; one neuron separates important from unimportant features",
      measured: basic.measured + "; " + (code.map { "\($0)" } ?? "no such neuron"),
      held: basic.held && code != nil)
  }

  private func pairs(_ regime: Regime) -> Claim {
    let sets = regime.network.positiveNeurons
    let written = sets.map { $0.map { "\($0 + 1)" }.joined(separator: "+") }
    return Claim(
      "1 − S = \(regime.density.brief): every feature is a pair of neurons",
      measured:
        "\(summary(regime.network)); positive weights on \(written.joined(separator: ", "))",
      held: sets.allSatisfy { $0.count == 2 } && Set(sets).count == experiment.features)
  }

  private var transition: Claim {
    let counts = regimes.map { $0.network.neurons.count(.monosemantic) }
    return Claim(
      "neurons go from monosemantic to polysemantic as features become sparser, and both kinds can "
        + "live together",
      measured: zip(regimes, counts).map { "\($0.density.brief): \($1)" }.joined(separator: ", "),
      held: zip(counts, counts.dropFirst()).allSatisfy { $0 >= $1 }
        && counts.first == experiment.neurons && counts.last == 0
        && counts.contains { $0 > 0 && $0 < experiment.neurons })
  }

  private var typical: Claim {
    func percent(_ share: Double) -> String { "\((share * 100).brief(3)) %" }
    let alike = regimes.map { "\($0.density.brief): \(percent($0.likeness))" }
    let close = regimes.map { "\($0.density.brief): \(percent($0.typicality))" }
    return Claim(
      "typical solutions are like the best ones",
      measured: "as many monosemantic neurons, give or take one: \(alike.joined(separator: ", "))",
      held: regimes.allSatisfy { $0.likeness > 0.5 },
      remark: "share of models with a loss within a tenth of the lowest: "
        + close.joined(separator: ", "))
  }
}

extension Embedding {
  /// The neurons in which each feature has a weight above 0.3.
  var positiveNeurons: [[Int]] {
    (0..<weights.rows).map { i in
      (0..<weights.columns).filter { weights[i, $0] > 0.3 }
    }
  }
}
