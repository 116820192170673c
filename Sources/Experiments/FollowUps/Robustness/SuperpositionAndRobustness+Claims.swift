internal import ToyLib

extension SuperpositionAndRobustnessResult {
  public var claims: Claims {
    Claims(Self.ways.map(rises) + [common, equalLoss, alone, multiple, training, control, without])
  }

  /// The ways that change superposition.
  static let ways: [SuperpositionChange] = [.dimensions, .importances, .penalty, .attacks]

  private var changed: [ChangedModel] { models.filter { $0.way != .seeds } }

  func correlation(_ models: [ChangedModel], _ harm: (ChangedModel) -> Double) -> Double {
    rankCorrelation(models.map(\.featuresPerDimension), models.map(harm))
  }

  private func range(_ values: [Double]) -> String {
    "\((values.min() ?? .nan).brief(2)) to \((values.max() ?? .nan).brief(2))"
  }

  private func rises(_ way: SuperpositionChange) -> Claim {
    let models = models(way)
    let statement = "vulnerability rises with features per dimension where these change: \(way.rawValue)"
    guard models.count >= 3 else { return .notAsked(statement, needs: "three values or more") }
    let found = correlation(models, vulnerability)
    return Claim(
      statement,
      measured: "rank correlation \(found.brief(2)); \(range(models.map(\.featuresPerDimension))) features per "
        + "dimension, vulnerability \(range(models.map(vulnerability))), loss without attack "
        + range(models.map(\.loss)),
      held: found >= 0.9, threshold: "ours: a rank correlation of 0.9",
      remark: "with attacks along rows of WᵀW only \(correlation(models) { $0.attacked.featureHarm }.brief(2))")
  }

  private var common: Claim {
    let statement = "it does so over the models of all ways together"
    guard Set(changed.map(\.way)).count >= 2 else { return .notAsked(statement, needs: "two ways or more") }
    let found = correlation(changed, vulnerability)
    return Claim(
      statement, measured: "rank correlation \(found.brief(2)) over \(changed.count) models", held: found >= 0.8,
      threshold: "ours: a rank correlation of 0.8")
  }

  /// Pairs with losses within 10 %, and features per dimension that differ by a fifth or more.
  private var equalLoss: Claim {
    let statement = "of two models with the same loss without attack, that with more superposition is more vulnerable"
    let pairs = changed.flatMap { a in
      changed.compactMap { b in
        abs(a.loss / b.loss - 1) < 0.1 && a.featuresPerDimension >= 1.2 * b.featuresPerDimension ? (a, b) : nil
      }
    }
    guard pairs.count >= 5 else { return .notAsked(statement, needs: "five pairs of models with losses within 10 %") }
    let more = pairs.count { vulnerability($0) > vulnerability($1) }
    return Claim(
      statement, measured: "in \(more) of \(pairs.count) pairs", held: Double(more) >= 0.8 * Double(pairs.count),
      threshold: "ours: in 80 % of the pairs with losses within 10 % and features per dimension 20 % apart")
  }

  /// Pairs of two ways with features per dimension within 5 %. Every way begins with the same model, which is left out.
  private var alone: Claim {
    let statement = "models with as much superposition are as vulnerable, whatever changed it"
    let models = changed.filter { !experiment.isUnchanged($0) }
    let pairs = models.enumerated().flatMap { i, a in
      models[..<i].compactMap { b in
        a.way != b.way && abs(a.featuresPerDimension / b.featuresPerDimension - 1) < 0.05 ? (a, b) : nil
      }
    }
    guard pairs.count >= 5 else { return .notAsked(statement, needs: "five pairs of ways with equal superposition") }
    func isEqual(_ pair: (ChangedModel, ChangedModel)) -> Bool {
      abs(vulnerability(pair.0) / vulnerability(pair.1) - 1) < 0.2
    }
    let other = pairs.filter { $0.0.way != .attacks && $0.1.way != .attacks }
    let equal = pairs.count(where: isEqual)
    return Claim(
      statement,
      measured: "in \(equal) of \(pairs.count) pairs; without models that were attacked in training in "
        + "\(other.count(where: isEqual)) of \(other.count)",
      held: Double(equal) >= 0.8 * Double(pairs.count),
      threshold: "ours: in 80 % of the pairs with features per dimension within 5 %, vulnerability within 20 %")
  }

  private var multiple: Claim {
    let statement = "it rises as well if harm is the loss under attack divided by that without"
    let asked = Self.ways.filter { models($0).count >= 3 }
    guard !asked.isEmpty else { return .notAsked(statement, needs: "three values or more of one way") }
    let found = asked.map { (way: $0, r: correlation(models($0), \.lossRatio)) }
    return Claim(
      statement,
      measured: "rank correlation " + found.map { "\($0.r.brief(2)) (\($0.way.rawValue))" }.joined(separator: ", ")
        + "; ratio \(range(changed.map(\.lossRatio)))",
      held: found.allSatisfy { $0.r >= 0.9 }, threshold: "ours: a rank correlation of 0.9 for every way",
      remark: "fewer dimensions have a higher loss without attack, by which this divides")
  }

  private var training: Claim {
    let statement = "training under attack lowers superposition and vulnerability"
    let models = models(.attacks).sorted { $0.value < $1.value }
    guard let first = models.first, let last = models.last, first.value == 0, last.value >= 0.5 else {
      return .notAsked(statement, needs: "strengths of 0 and of 0.5 or more")
    }
    return Claim(
      statement,
      measured: "from \(first.featuresPerDimension.brief(2)) to \(last.featuresPerDimension.brief(2)) features per "
        + "dimension, vulnerability from \(vulnerability(first).brief(2)) to \(vulnerability(last).brief(2)), loss "
        + "without attack from \(first.loss.brief(2)) to \(last.loss.brief(2))",
      held: last.featuresPerDimension < 0.5 * first.featuresPerDimension
        && vulnerability(last) < 0.5 * vulnerability(first),
      threshold: "ours: both below half")
  }

  /// The noise: how much vulnerability differs between models of other seeds, beside the least that one way changes it.
  private var control: Claim {
    let statement = "what does not change superposition changes vulnerability little"
    let (models, ways) = (models(.seeds), Self.ways.map { self.models($0) }.filter { $0.count >= 3 })
    guard models.count >= 3, !ways.isEmpty else {
      return .notAsked(statement, needs: "three controls and three values of one way")
    }
    func difference(_ values: [Double]) -> Double { (values.max() ?? .nan) - (values.min() ?? .nan) }
    let noise = difference(models.map(vulnerability))
    let effect = ways.map { difference($0.map(vulnerability)) }.min() ?? .nan
    return Claim(
      statement,
      measured: "over \(models.count) seeds vulnerability \(range(models.map(vulnerability))), "
        + "\(range(models.map(\.featuresPerDimension))) features per dimension; the difference is "
        + "\((100 * noise / effect).brief(2)) % of the least that one of the ways makes",
      held: noise < 0.25 * effect, threshold: "ours: a quarter")
  }

  private var without: Claim {
    let harm = reference.attacked.worstHarm
    return Claim(
      "without superposition an attack changes the outputs by no more than its own length",
      measured: "harm \(harm.brief(3)) ε² with a dimension for each feature, "
        + "\(reference.featuresPerDimension.brief(3)) features per dimension", held: (0.9...1.1).contains(harm),
      threshold: "ours: 0.9 to 1.1 ε²"
    ).requiring(.none)
  }
}
