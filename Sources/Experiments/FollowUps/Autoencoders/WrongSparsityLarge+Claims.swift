internal import SuperposeAutoencoders
internal import ToyLib

extension WrongSparsityLargeResult {
  // Each claim compares with the true dictionary itself, so none needs models that reach its loss.
  public var claims: Claims {
    Claims(
      [recovered, mixed, signed, cheaper, half, degenerate, scored].map { $0.requiring(.none) })
  }

  private func list(_ solutions: [WrongSparsitySolution], _ text: (WrongSparsitySolution) -> String) -> String {
    solutions.map { "\(text($0)) at k = \($0.active)" }.joined(separator: ", ")
  }

  private var recovered: Claim {
    let statement = "with the right number of active latents every feature is recovered"
    guard let right else { return .notAsked(statement, needs: "\(rightNumber) active latents") }
    return Claim(
      statement,
      measured: "MCC \(right.meanMatchedCosine.brief(3)), \(right.recovered) of \(experiment.features) features with a "
        + "cosine above 0.9, at k = \(right.active) with \(experiment.presentFeatures.brief(4)) features present",
      held: right.recovered == experiment.features, threshold: "ours: a cosine above 0.9 for each",
      remark: "from one random start; the source starts again where it is stuck")
  }

  private var mixed: Claim {
    let statement =
      "with too few, latents mix features though they started at the truth; with the right number they do not"
    guard let rightFromTruth, !tooFewFromTruth.isEmpty else {
      return .notAsked(statement, needs: "too few and the right number of active latents, both from the truth")
    }
    return Claim(
      statement,
      measured: "mean |cosine| with other features \(list(tooFewFromTruth) { $0.mixing.brief(2) }); "
        + list([rightFromTruth]) { $0.mixing.brief(2) },
      held: tooFewFromTruth.allSatisfy { $0.mixing > 3 * rightFromTruth.mixing },
      threshold: "ours: three times that of the right number")
  }

  private var signed: Claim {
    let statement = "with too few, the mixed-in features have the signs of their correlations"
    guard !tooFewFromTruth.isEmpty else { return .notAsked(statement, needs: "too few active latents from the truth") }
    return Claim(
      statement,
      measured: "correlation of cosine and features' correlation \(list(tooFewFromTruth) { agreement($0).brief(2) })",
      held: tooFewFromTruth.allSatisfy { agreement($0) > 0.2 }, threshold: "ours: above 0.2")
  }

  private func agreement(_ one: WrongSparsitySolution) -> Double { one.agreement(with: correlations) }

  private var cheaper: Claim {
    let statement = "with too few, the wrong dictionary reconstructs better than the true one with as few latents"
    guard !tooFew.isEmpty else { return .notAsked(statement, needs: "too few active latents") }
    let all = tooFew + tooFewFromTruth
    return Claim(
      statement,
      measured: "its error is \(list(tooFew) { ($0.error / $0.trueError).brief(2) }) times that of the truth; started "
        + "at the truth \(list(tooFewFromTruth) { ($0.error / $0.trueError).brief(2) })",
      held: all.allSatisfy { $0.error < 0.99 * $0.trueError }, threshold: "ours: 0.99")
  }

  private var half: Claim {
    let statement = "at k = 9 the wrong dictionary has about half the error of the true one"
    guard let nine = solutions.first(where: { $0.active == 9 }) else {
      return .notAsked(statement, needs: "9 active latents")
    }
    let ratio = nine.error / nine.trueError
    return Claim(
      statement, measured: "\(ratio.brief(3)) times", held: ratio > 0.4 && ratio < 0.6, threshold: "ours: 0.4 to 0.6")
  }

  private var degenerate: Claim {
    let statement = "with too many, dictionaries are wrong in another way: features are not mixed by their correlations"
    guard let right, let most = tooMany.max(by: { $0.active < $1.active }), let few = tooFew.last else {
      return .notAsked(statement, needs: "too few, the right number and too many active latents")
    }
    return Claim(
      statement,
      measured: "MCC \(most.meanMatchedCosine.brief(3)) at k = \(most.active), \(right.meanMatchedCosine.brief(3)) at "
        + "k = \(right.active); correlation of cosine and features' correlation \(agreement(most).brief(2)), "
        + "\(agreement(few).brief(2)) at k = \(few.active)",
      held: most.meanMatchedCosine < right.meanMatchedCosine - 0.02 && abs(agreement(most)) < 0.5 * agreement(few),
      threshold: "ours: MCC lower by 0.02, correlation below half")
  }

  private var scored: Claim {
    let statement = "the decoder projection score is lowest at the right number of active latents"
    guard right != nil, !tooFew.isEmpty, !tooMany.isEmpty else {
      return .notAsked(statement, needs: "too few, the right number and too many active latents")
    }
    func lowest(_ solutions: [WrongSparsitySolution]) -> [Int] {
      experiment.ranks.indices.map { rank in solutions.min { $0.scores[rank] < $1.scores[rank] }?.active ?? 0 }
    }
    func list(_ numbers: [Int]) -> String {
      zip(experiment.ranks, numbers).map { "k = \($1) for n = \($0)" }.joined(separator: ", ")
    }
    let overlap = ascending.min { $0.meanOverlap < $1.meanOverlap }?.active ?? 0
    let error = ascending.min { $0.error < $1.error }?.active ?? 0
    return Claim(
      statement,
      measured: "lowest at \(list(lowest(ascending))); of those that started at the truth at "
        + list(lowest(fromTruth)),
      held: lowest(ascending).allSatisfy { $0 == rightNumber },
      threshold: "ours: for every n, from random starts, among the numbers that were tried",
      remark: "latents' mean |cosine| is lowest at k = \(overlap), the error at k = \(error)")
  }
}
