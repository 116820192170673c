internal import SuperposeAutoencoders
internal import ToyLib

extension WrongSparsityResult {
  public var claims: Claims { [recovered, mixed, uncorrelated, cheaper] }

  /// The measure of every correlation, for one number of active latents.
  private func values(_ index: Int, _ measure: (TrainedAutoencoder) -> Double) -> [Double] {
    trained.map { measure($0[index]) }
  }

  private var recovered: Claim {
    let statement = "with the right number of active latents every latent keeps its feature"
    guard let right else { return .notAsked(statement, needs: "\(truth.brief) active latents") }
    let (pure, mixing) = (values(right, purity), values(right, mixing))
    let largest = mixing.map { abs($0) }.max() ?? 0
    return Claim(
      statement,
      measured: "cosine with the own feature at least \((pure.min() ?? 0).brief(4)); with feature 0 at most "
        + "\(largest.brief(2)) in size",
      held: (pure.min() ?? 0) > 0.99 && largest < 0.05, threshold: "ours: 0.99 and 0.05")
  }

  private var mixed: Claim {
    let statement =
      "with too few, latents mix feature 0 in, with the sign of the correlation, though they started at the truth"
    let strong = experiment.correlations.indices.filter { abs(experiment.correlations[$0]) >= 0.3 }
    guard let tooSmall, !strong.isEmpty else {
      return .notAsked(statement, needs: "fewer active latents than features, and correlations of 0.3 or more")
    }
    let found = strong.map { (experiment.correlations[$0], mixing(trained[$0][tooSmall])) }
    return Claim(
      statement,
      measured: "mean cosine with feature 0: "
        + found.map { "\($0.1.brief(2)) at ρ = \($0.0.brief(1))" }.joined(separator: ", "),
      held: found.allSatisfy { $0.0 * $0.1 > 0 && abs($0.1) > 0.05 },
      threshold: "ours: 0.05 for |ρ| ≥ 0.3")
  }

  private var uncorrelated: Claim {
    let statement = "without correlation latents do not mix features"
    guard let tooSmall, let none = experiment.correlations.firstIndex(of: 0) else {
      return .notAsked(statement, needs: "a correlation of 0 and fewer active latents than features")
    }
    let found = mixing(trained[none][tooSmall])
    return Claim(
      statement, measured: "mean cosine with feature 0: \(found.brief(2))", held: abs(found) < 0.05,
      threshold: "ours: 0.05", remark: "our control; the source does not claim it")
  }

  private var cheaper: Claim {
    let statement = "the wrong dictionary reconstructs better than the true one with as few latents"
    guard let tooSmall else { return .notAsked(statement, needs: "fewer active latents than features") }
    let strong = experiment.correlations.indices.filter { abs(experiment.correlations[$0]) >= 0.3 }
    guard !strong.isEmpty else { return .notAsked(statement, needs: "correlations of 0.3 or more") }
    let ratios = strong.map { relativeErrors[$0][tooSmall] }
    return Claim(
      statement,
      measured:
        "its error is \((ratios.min() ?? 0).brief(2)) to \((ratios.max() ?? 0).brief(2)) times that of the truth",
      held: ratios.allSatisfy { $0 < 0.99 }, threshold: "ours: 0.99 for |ρ| ≥ 0.3")
  }
}
