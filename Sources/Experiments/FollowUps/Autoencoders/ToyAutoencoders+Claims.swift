internal import SuperposeAutoencoders
internal import ToyLib

extension ToyAutoencodersResult {
  public var claims: Claims {
    Claims(
      experiment.variants.indices.filter { experiment.variants[$0].resampling != .none }
        .map(recovered) + [resampled, shrunk, selective])
  }

  private func recovered(_ index: Int) -> Claim {
    let recovery = FeatureRecovery(of: model.weights, in: best[index].dictionary)
    let complete = recoveries[index].count { $0.recovered() == experiment.features }
    return Claim(
      "\(experiment.variants[index].name): the best autoencoder recovers every feature",
      measured: "MMCS \(recovery.meanMaxCosine.brief(5)) (random directions: \(chance.brief(2))); "
        + "\(complete) of \(runs[index].count) recover all \(experiment.features)",
      held: recovery.recovered() == experiment.features && recovery.meanMaxCosine > 0.99)
  }

  private var resampled: Claim {
    let statement = "latents die, and resampling brings them back"
    func alive(_ resampling: AutoencoderTraining.Resampling) -> (count: Int, of: Int)? {
      guard let index = experiment.variants.firstIndex(of: .init(.standard(), resampling)) else {
        return nil
      }
      return (runs[index].reduce(0) { $0 + $1.alive.count }, runs[index].count * experiment.latents)
    }
    guard let none = alive(.none), let random = alive(.random), let loss = alive(.highLoss) else {
      return .notAsked(
        statement, needs: "standard autoencoders without, with random and with high-loss resampling")
    }
    return Claim(
      statement,
      measured: "standard: \(none.count) of \(none.of) alive without, \(random.count) with random, "
        + "\(loss.count) with high-loss resampling",
      held: random.count > none.count && loss.count > none.count
        && Double(loss.count) > 0.95 * Double(loss.of))
  }

  private var shrunk: Claim {
    let statement = "the L1 penalty makes reconstructions too short; gates and jumps do not"
    let named = zip(experiment.variants, shrinkage).filter { $0.0.resampling == .highLoss }
    guard let standard = named.first(where: { $0.0.kind.name == "standard" }),
      named.count > 1
    else {
      return .notAsked(statement, needs: "standard and other autoencoders with high-loss resampling")
    }
    let others = named.filter { $0.0.kind.name != "standard" }
    return Claim(
      statement,
      measured: named.map { "\($0.0.kind.name) γ = \($0.1.brief(3))" }.joined(separator: ", "),
      held: standard.1 < 0.9 && others.allSatisfy { $0.1 > standard.1 + 0.05 },
      remark: "γ = E‖ĥ‖² / E[ĥ · h]; 1 is no bias")
  }

  private var selective: Claim {
    let statement = "nine tenths of what a latent answers, and more, is to its own feature"
    let chosen = zip(experiment.variants, best).filter { $0.0.resampling == .highLoss }
    guard !chosen.isEmpty else {
      return .notAsked(statement, needs: "autoencoders with high-loss resampling")
    }
    let shares = chosen.compactMap { _, trained in
      (try? responses(of: trained)).map { Self.ownShare($0) }
    }
    return Claim(
      statement,
      measured: "share of a latent's response that is its own feature's: "
        + shares.map { $0.brief(4) }.joined(separator: ", "),
      held: shares.count == chosen.count && shares.allSatisfy { $0 > 0.9 },
      remark: chosen.map { $0.0.kind.name }.joined(separator: ", ")
        + "; features one at a time, at 1")
  }

  /// For each latent its largest response over the sum of all; the mean.
  private static func ownShare(_ responses: Matrix) -> Double {
    let shares = (0..<responses.columns).compactMap { j -> Double? in
      let column = (0..<responses.rows).map { Double(responses[$0, j]) }
      let sum = column.reduce(0, +)
      return sum > 0 ? (column.max() ?? 0) / sum : nil
    }
    return shares.reduce(0, +) / Double(max(shares.count, 1))
  }
}
