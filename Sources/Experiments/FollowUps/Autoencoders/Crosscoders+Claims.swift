internal import SuperposeAutoencoders

extension CrosscodersResult {
  public var claims: Claims { [known, denser, polysemantic, cause, cured, reason, price] }

  private var known: Claim {
    let statement = "with as many latents as features, exclusive features have exclusive latents of their own"
    guard let ample else { return .notAsked(statement, needs: "as many latents as features") }
    let all = 2 * experiment.exclusiveFeatures * experiment.instances
    let found = found(ample, .none)
    return Claim(
      statement,
      measured: "\(found) of \(all) with a cosine above 0.9; with \(experiment.latents.min() ?? 0) latents "
        + "\(scarce.map { self.found($0, .none) } ?? found)",
      held: Double(found) >= 0.8 * Double(all), threshold: "ours: 80 %")
  }

  private var denser: Claim {
    let statement = "with fewer latents than features, exclusive latents are denser than shared ones"
    guard let scarce else { return .notAsked(statement, needs: "fewer latents than features") }
    let (exclusive, shared) = (latents(scarce, .none, .exclusive), latents(scarce, .none, .shared))
    return Claim(
      statement,
      measured: "\(exclusive.count) exclusive latents are active in \(percent(exclusive.density)) of the samples, "
        + "\(shared.count) shared ones in \(percent(shared.density)); a feature is present in "
        + percent(experiment.density),
      held: !shared.isEmpty && exclusive.density > 1.2 * shared.density, threshold: "ours: 1.2 times")
  }

  private var polysemantic: Claim {
    let statement = "with fewer latents than features, exclusive latents respond to more features than shared ones"
    guard let scarce else { return .notAsked(statement, needs: "fewer latents than features") }
    let (exclusive, shared) = (latents(scarce, .none, .exclusive), latents(scarce, .none, .shared))
    let (best, blind) = (truth.latents(in: .exclusive).features, random.latents(in: .exclusive).features)
    return Claim(
      statement,
      measured: "\(exclusive.features.brief(2)) features, shared ones \(shared.features.brief(2)); true directions "
        + "\(best.brief(2)), random ones that are as dense \(blind.brief(2))",
      held: exclusive.features > 1.2 * shared.features && exclusive.features > 1.2 * best && shared.features > 0,
      threshold: "ours: 1.2 times, also those of the true directions", remark: "effective numbers")
  }

  private var cause: Claim {
    let statement = "with as many latents as features, exclusive latents are like shared ones"
    guard let ample else { return .notAsked(statement, needs: "as many latents as features") }
    let (exclusive, shared) = (latents(ample, .none, .exclusive), latents(ample, .none, .shared))
    let (density, features) = (exclusive.density / shared.density, exclusive.features / shared.features)
    return Claim(
      statement,
      measured: "active in \(percent(exclusive.density)) and \(percent(shared.density)) of the samples, for "
        + "\(exclusive.features.brief(2)) and \(shared.features.brief(2)) features",
      held: density < 1.2 && features < 1.2, threshold: "ours: below 1.2 times",
      remark: "the source's reason is that features compete for latents")
  }

  /// Density and features of exclusive latents, relative to those without designated latents.
  private func change(_ size: Int, _ variant: Crosscoders.Variant) -> (density: Double, features: Double)? {
    let (before, after) = (latents(size, .none, .exclusive), latents(size, variant, .exclusive))
    guard before.features > 0, after.features > 0 else { return nil }
    return (after.density / before.density, after.features / before.features)
  }

  private var cured: Claim {
    let statement = "a smaller penalty for designated shared latents makes exclusive latents sparser and purer"
    guard let scarce, experiment.designated > 0, experiment.discount < 1 else {
      return .notAsked(statement, needs: "fewer latents than features, designated latents and a smaller penalty")
    }
    let change = change(scarce, .discounted)
    let (before, after) = (latents(scarce, .none, .exclusive), latents(scarce, .discounted, .exclusive))
    let all = 2 * experiment.exclusiveFeatures * experiment.instances
    return Claim(
      statement,
      measured: "active in \(percent(before.density)) → \(percent(after.density)) of the samples, for "
        + "\(before.features.brief(2)) → \(after.features.brief(2)) features; exclusive features found "
        + "\(found(scarce, .none)) → \(found(scarce, .discounted)) of \(all)",
      held: change.map { $0.density < 0.8 && $0.features < 0.8 } ?? false, threshold: "ours: both below 0.8 times")
  }

  private var reason: Claim {
    let statement = "the smaller penalty does it, not the equal directions"
    guard let scarce, experiment.designated > 0, experiment.discount < 1 else {
      return .notAsked(statement, needs: "fewer latents than features, designated latents and a smaller penalty")
    }
    let (equal, small) = (change(scarce, .equal), change(scarce, .discounted))
    let text = equal.map { "density \($0.density.brief(2)) times, features \($0.features.brief(2)) times" }
    return Claim(
      statement,
      measured: "with the same penalty: \(text ?? "no exclusive latents")",
      held: equal.map { equal in
        small.map { 1 - equal.density < (1 - $0.density) / 2 && 1 - equal.features < (1 - $0.features) / 2 } ?? false
      } ?? false,
      threshold: "ours: less than half of the decrease", remark: "our control; the source does not claim it")
  }

  private var price: Claim {
    let statement = "designated latents become dense instead"
    guard let scarce, experiment.designated > 0, experiment.discount < 1 else {
      return .notAsked(statement, needs: "fewer latents than features, designated latents and a smaller penalty")
    }
    let (shared, designated) = (latents(scarce, .none, .shared), latents(scarce, .discounted, .designated))
    return Claim(
      statement,
      measured:
        "active in \(percent(designated.density)) of the samples, for \(designated.features.brief(2)) features; "
        + "shared latents without designation \(percent(shared.density)), \(shared.features.brief(2)) features",
      held: designated.density > 2 * shared.density && !shared.isEmpty, threshold: "ours: 2 times",
      remark: "our observation with seed 1, asked of the other seeds")
  }

  private func percent(_ share: Double) -> String { "\((100 * share).brief(2)) %" }
}
