internal import SuperposeDecomposition
internal import ToyLib

extension AttributionDecompositionResult {
  public var claims: Claims { [parts, directions, shorter, asLong, sums, losses, neighbours, moreParts] }

  private var attributed: FoundParts { best(.attribution) }
  private var stochastic: FoundParts { best(.stochastic) }

  /// A number of the best run of a method, and of untrained parts.
  private func measured(
    _ name: String, _ method: DecompositionTrial.Method, _ measure: (FoundParts) -> Double
  ) -> (value: Double, words: String) {
    let values = [best(method), untrained[method]].compactMap(\.self).map(measure)
    return (values[0], "\(name) \(values[0].brief(4)); untrained parts \(values[1].brief(4))")
  }

  private var parts: Claim {
    let found = [DecompositionTrial.Method.attribution, .stochastic].map { (method: $0, trial: trials($0, .source)[0]) }
    return Claim(
      "both methods find a live part for each column of W in some run, and no other part is live there",
      measured: found.map { "\($0.method.rawValue) in \($0.trial.complete) of \($0.trial.runs.count) runs" }
        .joined(separator: ", ")
        + "; untrained \(found.map { "\(untrained[$0.method]?.live.count ?? 0)" }.joined(separator: " and ")) live parts",
      held: found.allSatisfy { $0.trial.complete > 0 },
      threshold: "ours: MMCS above 0.99, live from a tenth of the longest column on")
  }

  private var directions: Claim {
    let (value, words) = measured("MMCS", .attribution, \.recovery.meanMaxCosine)
    return Claim(
      "each column of W is the column of an attribution-based part", measured: words, held: value > 0.99,
      threshold: "ours: above 0.99", remark: "the source: 0.998")
  }

  private var shorter: Claim {
    let (value, words) = measured("ML2R", .attribution, \.recovery.meanLengthRatio)
    return Claim(
      "attribution-based parts are about a tenth shorter than the columns", measured: words,
      held: (0.85...0.95).contains(value), threshold: "ours: ML2R from 0.85 to 0.95",
      remark: "the source: 0.893 ± 0.004")
  }

  private var asLong: Claim {
    let (value, words) = measured("ML2R", .stochastic, \.recovery.meanLengthRatio)
    return Claim(
      "stochastic parts are as long as the columns", measured: words, held: abs(value - 1) < 0.05,
      threshold: "ours: within 0.05 of 1", remark: "the source: 0.993 ± 0.002")
  }

  private var sums: Claim {
    let (first, second) = (attributed.error, stochastic.error)
    return Claim(
      "attribution-based parts sum to W all the same: other parts hold what a part lacks of its column",
      measured: "lack \(attributed.lack.brief(2)) of the columns, ‖W − Σ P‖ / ‖W‖ \(first.brief(2)); stochastic "
        + "\(stochastic.lack.brief(2)) and \(second.brief(2)); untrained error "
        + "\((untrained[.attribution]?.error ?? .nan).brief(2))",
      held: attributed.lack > 0.05 && first < 0.02, threshold: "ours: lack above 0.05, error of the sum below 0.02")
  }

  private var losses: Claim {
    let trial = trials(.attribution, .source)[0]
    let words = [true, false].map { trial.lowestLoss(complete: $0)?.brief(4) ?? "none" }
    let other = [true, false].map { trials(.stochastic, .source)[0].lowestLoss(complete: $0)?.brief(4) ?? "none" }
    let isLower = trial.lowestLoss(complete: false).flatMap { missed in
      trial.lowestLoss(complete: true).map { missed < 0.99 * $0 }
    }
    return Claim(
      "attribution-based runs that miss columns have a lower loss than those that find all",
      measured: "lowest loss \(words[0]) with all columns, \(words[1]) without; stochastic \(other[0]) and \(other[1])",
      held: isLower ?? false, threshold: "ours: lower by 1 %; needs runs of both kinds")
  }

  private var neighbours: Claim {
    let statement = "attribution-based decomposition depends more on its settings than stochastic decomposition"
    let all = [DecompositionTrial.Method.attribution, .stochastic].map { trials($0, .neighbour) }
    guard all.allSatisfy({ !$0.isEmpty }) else { return .notAsked(statement, needs: "neighbouring settings") }
    let shares = all.map { trials in
      Double(trials.reduce(0) { $0 + $1.complete }) / Double(trials.reduce(0) { $0 + $1.runs.count })
    }
    let words = all.map { trials in
      trials.map { "\($0.setting) \($0.complete) of \($0.runs.count)" }.joined(separator: ", ")
    }
    return Claim(
      statement,
      measured: "all columns found: attribution-based \(source(.attribution)) with the source's settings, "
        + "share \(shares[0].brief(2)) with neighbouring ones (\(words[0])); stochastic \(source(.stochastic)), "
        + "share \(shares[1].brief(2)) (\(words[1]))",
      held: shares[0] <= shares[1] - 0.25, threshold: "ours: the share of runs lower by a quarter or more")
  }

  private func source(_ method: DecompositionTrial.Method) -> String {
    let trial = trials(method, .source)[0]
    return "\(trial.complete) of \(trial.runs.count)"
  }

  private var moreParts: Claim {
    let statement = "with more parts than features, attribution-based decomposition finds the same parts"
    guard let trial = trials(.attribution, .moreParts).first, experiment.stochasticParts > experiment.features else {
      return .notAsked(statement, needs: "more parts than features")
    }
    return Claim(
      statement,
      measured: "with \(experiment.stochasticParts) parts all columns found in \(trial.complete) of "
        + "\(trial.runs.count) runs; \(trial.best.live.count) live parts, ML2R \(trial.best.recovery.meanLengthRatio.brief(4))",
      held: 2 * trial.complete > trial.runs.count, threshold: "ours: in more than half of the runs")
  }
}
