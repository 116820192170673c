internal import ToyLib

extension AdversarialExamplesResult {
  public var claims: Claims { [rise, tracking, proportion, fraction, gradients, nearness] }

  private func largest(_ values: [Double]) -> String { (values.max() ?? .nan).brief(3) }

  private var rise: Claim {
    Claim(
      "as superposition forms, vulnerability rises to more than three times that of the model "
        + "without",
      measured: "up to \(largest(vulnerability)) times with each input attacked where it is worst, "
        + "\(largest(singleVulnerability)) times with one attack for all inputs",
      held: (vulnerability.max() ?? 0) > 3 && (singleVulnerability.max() ?? 0) > 3,
      remark: "the same ε for every model")
  }

  private var tracking: Claim {
    let r = pearsonCorrelation(vulnerability, featuresPerDimension)
    let single = pearsonCorrelation(singleVulnerability, featuresPerDimension)
    return Claim(
      "it closely tracks the number of features per dimension",
      measured: "correlation \(r.brief(3)); \(single.brief(3)) with one attack for all inputs",
      held: r > 0.9)
  }

  private var proportion: Claim {
    Claim(
      "so it does when ε is a tenth of each model's own mean input",
      measured: "up to \(largest(rawVulnerability)) times as it is, "
        + "\((rawVulnerability.last ?? .nan).brief(2)) for the sparsest; in units of ε² up to "
        + "\(largest(scaledVulnerability)) times",
      held: (rawVulnerability.max() ?? 0) > 3,
      remark: "sparse inputs are short, and so is ε; the paper does not say what it divided by")
  }

  private var fraction: Claim {
    let values = fractionalVulnerability
    return Claim(
      "so it does with this ε if harm is a fraction of the model's loss without attacks",
      measured: "up to \(largest(values)) times, \((values.last ?? .nan).brief(2)) for the sparsest; correlation "
        + "with features per dimension \(pearsonCorrelation(values, featuresPerDimension).brief(3))",
      held: (values.max() ?? 0) > 3,
      remark: "another reading of what the paper divided by; the sparsest models have almost no loss")
  }

  private var gradients: Claim {
    let share = gradientShare.last ?? .nan
    let masked = equallyAttacked.last?.masked ?? .nan
    return Claim(
      "attacks that follow gradients fail for very sparse features",
      measured: "at 1 − S = \((experiment.densities.last ?? .nan).brief) they find "
        + "\((share * 100).brief(2)) % of the worst harm, \(((gradientShare.first ?? .nan) * 100).brief(2)) "
        + "% at \((experiment.densities.first ?? .nan).brief); \((masked * 100).brief(2)) % of inputs "
        + "have no gradient",
      held: share < 0.5 && masked > 0.5)
  }

  private var nearness: Claim {
    let shares = equallyAttacked.map { $0.featureHarm / $0.worstHarm }
    let bounds = equallyAttacked.map { ($0.worst - $0.clean) / ($0.bound - $0.clean) }
    func range(_ values: [Double]) -> String {
      "\(((values.min() ?? .nan) * 100).brief(3)) to \(((values.max() ?? .nan) * 100).brief(3)) %"
    }
    return Claim(
      "the rows of WᵀW are the attacks to use",
      measured: "they do \(range(shares)) of the worst harm that ascent finds, which is "
        + "\(range(bounds)) of a bound on what is possible",
      held: (shares.min() ?? 0) > 0.7,
      remark: "each is the best for one feature's answer, not for the loss of all")
  }
}
