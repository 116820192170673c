internal import SuperposeDecomposition
internal import ToyLib

extension ParameterDecompositionResult {
  public var claims: Claims { [directions, lengths, one, gates, identity, together] }

  /// A measure of how W is recovered, of both decompositions and of untrained parts.
  private func recovered(_ measure: (ColumnRecovery) -> Double) -> (both: [Double], words: String) {
    let both = [plain, withIdentity].map { measure($0.decomposition.recovery(0)) }
    let start = measure(untrained.recovery(0))
    return (
      both, "\(both[0].brief(4)); with the identity \(both[1].brief(4)); untrained parts \(start.brief(4))"
    )
  }

  private var directions: Claim {
    let (found, words) = recovered(\.meanMaxCosine)
    return Claim(
      "each column of W is the column of a part", measured: "MMCS \(words)",
      held: found.allSatisfy { $0 > 0.99 }, threshold: "ours: above 0.99",
      remark: experiment.hidden > 2
        ? "the source: 1.000 and 1.000"
        : "the source: 1.000 and 1.000. In two dimensions random directions come close, so this number says little")
  }

  private var lengths: Claim {
    let (found, words) = recovered(\.meanLengthRatio)
    return Claim(
      "the parts are as long as the columns: there is no shrinkage", measured: "ML2R \(words)",
      held: found.allSatisfy { abs($0 - 1) < 0.05 }, threshold: "ours: within 0.05 of 1",
      remark: experiment.hidden > 2
        ? "the source: 1.010 ± 0.007 and 1.031 ± 0.001; its predecessor APD 0.935"
        : "the source: 0.993 ± 0.002 and 0.992 ± 0.010; its predecessor APD 0.893")
  }

  private var one: Claim { .onePartEach("W", plain.decomposition, untrained: untrained) }

  private var gates: Claim {
    .ownFeature("a part", nearest: plain.decomposition.recovery(0).nearest, importances: importances)
  }

  private var identity: Claim {
    let live = withIdentity.decomposition.live(1)
    return Claim(
      "the identity falls into as many parts as it has dimensions",
      measured: "\(live.count) live parts for \(experiment.hidden) dimensions", held: live.count == experiment.hidden,
      threshold: "ours: live from a tenth of the longest column on")
  }

  private var together: Claim {
    .actTogether(
      "the identity", live: withIdentity.decomposition.live(1), importances: identityImportances,
      remark: "the source: almost all of them for every input")
  }
}
