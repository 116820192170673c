internal import ToyLib

extension DesignedCodesResult {
  public var claims: Claims {
    [bestDesign, nearTrained, reduction, biregularity, published, numbers, pseudoinverse, entries, naive]
  }

  private var bestDesign: Claim {
    let statement = "the best codes are biregular ones of five neurons with reduced overlaps"
    guard experiment.lengths.count > 1, let best = groups.min(by: { $0.loss < $1.loss }) else {
      return .notAsked(statement, needs: "two lengths of codes or more")
    }
    let others = groups.filter { $0.kind != best.kind || $0.length != best.length }.map(\.loss)
    return Claim(
      statement,
      measured: "the lowest mean loss is \(best.loss.brief(3)), of \(best.kind.name), \(best.length) neurons; the next "
        + "\((others.min() ?? .nan).brief(3))",
      held: best.kind == DesignedCode.Kind(isBiregular: true, isReduced: true) && best.length == 5)
  }

  private var nearTrained: Claim {
    let statement = "the best design's loss is within 15 % of the trained network's"
    guard let best else { return .notAsked(statement, needs: "a length of codes") }
    let ratio = best.loss.value / networks.trained.value
    return Claim(
      statement,
      measured: "\(ratio.brief(3)) times: \(best.loss.value.brief(3)) and \(networks.trained.value.brief(3)), each "
        + "± \((100 * networks.trained.relativeError).brief(1)) %",
      held: ratio < 1.15, threshold: "the source's 12 to 15 %",
      remark: "two numbers are fitted, 10,000 weights are trained")
  }

  private typealias Pair = (kind: DesignedCode.Kind, other: DesignedCode.Kind, name: String)

  private var reduction: Claim {
    compared(
      "reduced overlaps lower the loss of both kinds at every length",
      [true, false].map { isBiregular in
        (
          DesignedCode.Kind(isBiregular: isBiregular, isReduced: true),
          DesignedCode.Kind(isBiregular: isBiregular, isReduced: false), isBiregular ? "biregular" : "random"
        )
      })
  }

  private var biregularity: Claim {
    compared(
      "biregular codes have a lower loss than random ones, reduced or not, at every length",
      [true, false].map { isReduced in
        (
          DesignedCode.Kind(isBiregular: true, isReduced: isReduced),
          DesignedCode.Kind(isBiregular: false, isReduced: isReduced), isReduced ? "reduced" : "not reduced"
        )
      })
  }

  private func compared(_ statement: String, _ pairs: [Pair]) -> Claim {
    let ratios = pairs.map { pair in
      experiment.lengths.compactMap { length -> Double? in
        guard let a = meanLoss(pair.kind, length), let b = meanLoss(pair.other, length) else { return nil }
        return a / b
      }
    }
    let words = zip(pairs, ratios).map { "\($0.name): " + $1.map { $0.brief(2) }.joined(separator: ", ") }
    return Claim(
      statement,
      measured: "ratios at \(experiment.lengths.map { "\($0)" }.joined(separator: ", ")) neurons: "
        + words.joined(separator: "; "),
      held: ratios.joined().allSatisfy { $0 < 1 }, remark: "means over \(experiment.codes) codes of each kind")
  }

  /// Means over five codes of the source, for codes of 4 to 7 neurons, in the order of the kinds.
  private static let source = [
    [4.67e-5, 4.01e-5, 4.80e-5, 5.22e-5], [5.96e-5, 5.96e-5, 6.18e-5, 6.39e-5],
    [5.60e-5, 4.85e-5, 5.08e-5, 5.43e-5], [7.10e-5, 6.77e-5, 6.62e-5, 6.66e-5],
  ]

  private var published: Claim {
    let statement = "the losses of designs are those of the source"
    guard (experiment.features, experiment.neurons, experiment.density) == (100, 50, 0.02) else {
      return .notAsked(statement, needs: "the source's sizes")
    }
    let ratios = groups.compactMap { group -> (isBiregular: Bool, ratio: Double)? in
      let row = DesignedCode.Kind.all.firstIndex(of: group.kind) ?? 0
      guard (4...7).contains(group.length) else { return nil }
      return (group.kind.isBiregular, group.loss / Self.source[row][group.length - 4])
    }
    func worst(_ isBiregular: Bool) -> Double {
      ratios.filter { $0.isBiregular == isBiregular }.map { abs($0.ratio - 1) }.max() ?? 0
    }
    return Claim(
      statement,
      measured: "largest difference: biregular \((100 * worst(true)).brief(2)) %, random "
        + "\((100 * worst(false)).brief(2)) %",
      held: worst(true) < 0.05 && worst(false) < 0.1,
      threshold: "ours: 5 % for biregular codes, 10 % for random ones, which differ more")
  }

  private var numbers: Claim {
    let statement = "weights off the code are slightly negative, and the decoder makes outputs larger"
    guard let best else { return .notAsked(statement, needs: "a length of codes") }
    return Claim(
      statement, measured: "best design: b / a = \(best.offRatio.brief(2)), a c = \(best.scale.brief(3))",
      held: abs(best.offRatio + 0.046) < 0.01 && abs(best.scale - 1.59) < 0.08,
      threshold: "ours: ± 0.01 and ± 5 % of the source's",
      remark: "the source: a 0.899, b −0.041, c 1.765: b / a = −0.046, a c = 1.59")
  }

  private var pseudoinverse: Claim {
    let ratio = networks.decoded.value / networks.trained.value
    return Claim(
      "with a multiple of the encoder's pseudoinverse for its decoder, the trained network loses little",
      measured: "loss \(networks.decoded.value.brief(3)), \(ratio.brief(3)) times; the multiple is "
        + networks.scale.brief(3),
      held: ratio < 1.2, threshold: "ours: 20 %", remark: "the source: 4.09e-05, 1.15 times, with 1.62")
  }

  private var entries: Claim {
    let ratio = networks.retrained.value / networks.trained.value
    return Claim(
      "with the code kept and the encoder's entries trained on, most of that comes back",
      measured: "loss \(networks.retrained.value.brief(3)), \(ratio.brief(3)) times; "
        + "\(networks.changedEntries) entries left or joined the code",
      held: ratio < 1.1 && networks.retrained.value < networks.decoded.value && networks.changedEntries == 0,
      threshold: "ours: 10 %", remark: "the source: 3.75e-05, 1.05 times")
  }

  private var naive: Claim {
    let statement = "every design is far better than half of the features with a neuron each"
    guard let worst = designs.map(\.loss.value).max() else { return .notAsked(statement, needs: "a length of codes") }
    return Claim(
      statement,
      measured: "the worst design \(worst.brief(3)), naive \(networks.naive.value.brief(3)), zeros "
        + networks.zero.value.brief(3),
      held: 5 * worst < networks.naive.value, threshold: "ours: a fifth")
  }
}
