internal import ToyLib

extension CompressedDirectionsResult {
  public var claims: Claims { [span, eigenvectors, proportional, factorised, dense, published, training] }

  private func each(_ readings: [NoiseReading], _ words: (NoiseReading) -> String) -> String {
    readings.map { "\($0.name) \(words($0))" }.joined(separator: ", ")
  }

  private var span: Claim {
    func shares(_ reading: NoiseReading) -> String {
      "\(reading.readShare.brief(2)) and \(reading.writtenShare.brief(2))"
    }
    return Claim(
      "neurons read and write directions in the span of the largest eigenvectors of M, one for each neuron",
      measured: "share of squared lengths: \(each(readings, shares)); controls: \(each(controls, shares))",
      held: readings.allSatisfy { min($0.readShare, $0.writtenShare) > 0.75 }
        && controls.allSatisfy { max($0.readShare, $0.writtenShare) < 0.6 },
      threshold: "ours: 0.75 with M, 0.6 in the controls",
      remark: "input and output weights; random directions have "
        + (Double(experiment.neurons) / Double(experiment.features)).brief(2)
    ).requiring(baselines)
  }

  private var eigenvectors: Claim {
    let parts = readings.map { reading -> (name: String, first: Double, last: Double) in
      let count = 2 * reading.cosines.count / 5
      let (first, last) = (reading.cosines.prefix(count), reading.cosines.suffix(count))
      return (reading.name, first.reduce(0, +) / Double(count), last.reduce(0, +) / Double(count))
    }
    return Claim(
      "W₂W₁ keeps the directions of the largest eigenvectors, and not those of the smallest",
      measured: "mean cosine with the first and the last 40 %: "
        + parts.map { "\($0.name) \($0.first.brief(2)) and \($0.last.brief(2))" }.joined(separator: ", "),
      held: parts.allSatisfy { $0.first > 0.85 && $0.last < 0.3 }, threshold: "ours: 0.85 and 0.3",
      remark: "the source's figure: 0.93 to 0.98 and −0.1 to 0.3, asymmetric"
    ).requiring(baselines)
  }

  private var proportional: Claim {
    Claim(
      "off the diagonal, W₂W₁ is proportional to M",
      measured: "correlation: \(each(readings) { "\($0.correlation.brief(2)) (factor \($0.slope.brief(3)))" }); "
        + "controls: \(each(controls) { $0.correlation.brief(2) })",
      held: readings.allSatisfy { $0.correlation > 0.7 } && controls.allSatisfy { abs($0.correlation) < 0.1 },
      threshold: "ours: 0.7 with M, 0.1 in the controls", remark: "the source: factor 1.86, asymmetric"
    ).requiring(baselines)
  }

  private var factorised: Claim {
    let statement = "a factorisation of 1 + M, without training, is better than the naive network"
    guard let best = factorisations.min(by: { $0.loss < $1.loss }) else { return .notAsked(statement, needs: "a σ") }
    return Claim(
      statement,
      measured: "\(best.loss.brief(3)) at σ = \(best.deviation.brief) with one present feature, naive "
        + "\(naive.brief(3)) without and \(best.naive.brief(3)) with M; no factorisation is below "
        + best.floor.brief(3),
      held: best.loss < 0.97 * naive, threshold: "ours: by 3 %")
  }

  private var dense: Claim {
    let statement = "so is one at the density of the training, where a sample can have several present features"
    guard let best = factorisations.min(by: { $0.sparseLoss < $1.sparseLoss }) else {
      return .notAsked(statement, needs: "a σ")
    }
    return Claim(
      statement,
      measured: "\(best.sparseLoss.brief(3)) at σ = \(best.deviation.brief), density \(experiment.density.brief); "
        + "naive \(naive.brief(3))",
      held: best.sparseLoss < 0.97 * naive, threshold: "ours: by 3 %",
      remark: "the source tests with one present feature")
  }

  /// Read off the source's figure.
  private static let source = [
    0: 0.0835, 0.005: 0.0798, 0.008: 0.0787, 0.01: 0.0778, 0.015: 0.0785, 0.02: 0.0817, 0.03: 0.0925, 0.04: 0.115,
  ]

  private var published: Claim {
    let statement = "the source's factorisations have inputs and outputs of M exchanged"
    let known = factorisations.compactMap { one in Self.source[one.deviation].map { (one, source: $0) } }
    guard known.contains(where: { $0.0.deviation >= 0.03 }) else {
      return .notAsked(statement, needs: "a σ of 0.03 or more of the source's")
    }
    func worst(_ loss: (Factorisation) -> Double) -> Double { known.map { abs(loss($0.0) - $0.source) }.max() ?? 0 }
    return Claim(
      statement,
      measured: "largest difference from the source's losses: \(worst(\.swappedLoss).brief(2)) exchanged, "
        + "\(worst(\.loss).brief(2)) not exchanged",
      held: worst(\.swappedLoss) < 0.003 && worst(\.loss) > 0.003,
      threshold: "ours: 0.003; the figure can be read to 0.001",
      remark: "its code factorises [outputs, inputs] as [inputs, outputs]; M is asymmetric")
  }

  private var training: Claim {
    let statement = "training finds a lower loss than the factorisation at the same σ and density"
    let found = factorisations.first { $0.deviation == experiment.deviation }
    guard let found, let trained = readings.first?.loss else {
      return .notAsked(statement, needs: "the σ of the trained networks among those of the factorisations")
    }
    return Claim(
      statement, measured: "trained \(trained.brief(3)), factorised \(found.sparseLoss.brief(3))",
      held: trained < found.sparseLoss, remark: "asymmetric M, density \(experiment.density.brief)")
  }
}
