internal import SuperposeDecomposition
internal import ToyLib

extension ResidualDecompositionResult {
  public var claims: Claims { [directions, lengths, one, own, neurons, together] }

  private var directions: Claim {
    let values = [folded, untrained].map { $0.recovery(0).meanMaxCosine }
    return Claim(
      "each column of W_in E is the column of a part",
      measured: "MMCS \(values[0].brief(4)); untrained parts \(values[1].brief(4))", held: values[0] > 0.99,
      threshold: "ours: above 0.99, as for the smaller models")
  }

  private var lengths: Claim {
    let values = [folded, untrained].map { $0.recovery(0).meanLengthRatio }
    return Claim(
      "the parts are as long as the columns: there is no shrinkage",
      measured: "ML2R \(values[0].brief(4)); untrained parts \(values[1].brief(4))", held: abs(values[0] - 1) < 0.05,
      threshold: "ours: within 0.05 of 1, as for the smaller models")
  }

  private var one: Claim { .onePartEach("W_in", folded, untrained: untrained) }

  private var own: Claim {
    .ownFeature("a part of W_in", nearest: folded.recovery(0).nearest, importances: readImportances)
  }

  private var neurons: Claim {
    let live = [folded, untrained].map { $0.live(1).count }
    return Claim(
      "W_out falls into as many parts as there are neurons",
      measured: "\(live[0]) live parts for \(experiment.neurons) neurons; untrained: \(live[1]) live",
      held: live[0] == experiment.neurons, threshold: "ours: live from a tenth of the longest column on",
      remark: "the source: 50")
  }

  private var together: Claim {
    .actTogether(
      "W_out", live: folded.live(1), importances: writeImportances, remark: "the source: they act as one part")
  }
}
