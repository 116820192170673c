public import SuperposeDecomposition
public import ToyLib

/// Two methods of parameter decomposition on the same model and data: attribution-based (APD) and stochastic (SPD), with
/// the sources' settings and with neighbouring ones.
///
/// The model is that of ``ParameterDecomposition`` with the same seed, and so is the first stochastic decomposition.
///
/// Sources: Braun, Bushnaq, Heimersheim, Mendel and Sharkey, arXiv 2501.14926 (2025), and its code, ApolloResearch/apd;
/// Bushnaq, Braun and Sharkey, arXiv 2506.20790 (2025), which compares the methods.
public struct AttributionDecomposition: Experiment {
  public static let name = "attribution-decomposition"
  public static let source =
    "Braun et al. (2025), arXiv 2501.14926, against Bushnaq, Braun and Sharkey (2025), arXiv 2506.20790; TMS 5-2"
  public static let question = "Do two methods of parameter decomposition find the same parts of a model?"

  @Setting(from: "the sources") public var features = 5
  @Setting(from: "the sources") public var hidden = 2
  /// The probability that a feature is present; values are uniform in [0, 1].
  @Setting(from: "the sources") public var density = 0.05
  /// Models, of which the best one is decomposed.
  @Setting(from: "ours, as in parameter-decomposition") public var restarts = 4
  @Setting(from: "SPD's source")
  public var targetRecipe = Training(steps: 10_000, batch: 1024, optimiser: .adamW(rate: 0.005))

  /// Parts of the attribution-based decomposition.
  @Setting(from: "APD's code") public var attributedParts = 5
  /// Its active parts for a sample, on average.
  @Setting(from: "APD's source") public var active = 0.211
  /// How much its active parts of high rank cost.
  @Setting(from: "APD's source") public var simplicity = 0.7
  /// Active parts and the cost of rank are also multiplied by these numbers, one at a time.
  @Setting(from: "ours: APD works in a narrow range, without numbers") public var factors = [0.5, 2]
  /// Attribution-based decompositions with each setting.
  @Setting(from: "ours") public var attributedStarts = 4
  @Setting(from: "APD's source") public var attributionRecipe = AttributionTraining()

  /// Rank-one parts of the stochastic decomposition, and of a further attribution-based one.
  @Setting(from: "SPD's code") public var stochasticParts = 20
  /// Stochastic decompositions with each setting.
  @Setting(from: "ours: each takes as long as eight of the others") public var stochasticStarts = 2
  @Setting(from: "SPD's source", except: Self.fewer)
  public var stochasticRecipe = DecompositionTraining(steps: 30_000, batch: 1_024)
  @Setting(from: "SPD's source, with half of its penalty", except: Self.fewer)
  public var lowerPenaltyRecipe = DecompositionTraining(steps: 30_000, batch: 1_024, penalty: 1.5e-3)
  @Setting(from: "SPD's source, with twice its penalty", except: Self.fewer)
  public var higherPenaltyRecipe = DecompositionTraining(steps: 30_000, batch: 1_024, penalty: 6e-3)
  public var seed: UInt64 = 1

  private static let fewer = ["steps": "ours: the source has 40,000", "batch": "ours: the source has 4,096"]

  public init() {}

  public mutating func shorten() {
    (restarts, attributedStarts, stochasticStarts) = (1, 1, 1)
    targetRecipe.steps = min(targetRecipe.steps, 500)
    attributionRecipe.steps = min(attributionRecipe.steps, 100)
    attributionRecipe.batch = min(attributionRecipe.batch, 256)
    for recipe in [\Self.stochasticRecipe, \.lowerPenaltyRecipe, \.higherPenaltyRecipe] {
      self[keyPath: recipe].steps = min(self[keyPath: recipe].steps, 100)
      self[keyPath: recipe].batch = min(self[keyPath: recipe].batch, 256)
    }
  }

  public func run() throws -> AttributionDecompositionResult {
    try require(attributedStarts >= 1, "attributedStarts", attributedStarts, "at least 1")
    try require(stochasticStarts >= 1, "stochasticStarts", stochasticStarts, "at least 1")
    let sampler = SparseFeatures(count: features, density: density)
    let model = try ReLUOutputModel(hidden: hidden).train(
      on: sampler, instances: restarts, seed: seed, training: targetRecipe
    ).best
    let chain = try LinearChain(model.network)
    return AttributionDecompositionResult(
      experiment: self, model: model,
      trials: try tracked(plans).map { plan in
        DecompositionTrial(
          method: plan.method, kind: plan.kind, setting: plan.setting,
          runs: try runs(plan, model.network, chain, sampler))
      },
      untrained: [
        .attribution: FoundParts(try AttributedParts(model.network, parts: attributedParts, seed: seed)),
        .stochastic: FoundParts(try Decomposition(chain, parts: stochasticParts, seed: seed)),
      ])
  }
}

// MARK: Settings

extension AttributionDecomposition {
  /// A setting of one of the methods.
  private enum Plan: Sendable {
    case attribution(setting: String, kind: DecompositionTrial.Kind, parts: Int, active: Double, simplicity: Double)
    case stochastic(setting: String, kind: DecompositionTrial.Kind, DecompositionTraining)

    var setting: String {
      switch self {
      case .attribution(let setting, _, _, _, _), .stochastic(let setting, _, _): setting
      }
    }
    var kind: DecompositionTrial.Kind {
      switch self {
      case .attribution(_, let kind, _, _, _), .stochastic(_, let kind, _): kind
      }
    }
    var method: DecompositionTrial.Method {
      switch self {
      case .attribution: .attribution
      case .stochastic: .stochastic
      }
    }
  }

  /// The sources' settings, the neighbouring ones, and one with more parts.
  private var plans: [Plan] {
    func attribution(
      _ setting: String, _ kind: DecompositionTrial.Kind, parts: Int? = nil, k: Double = 1, cost: Double = 1
    ) -> Plan {
      .attribution(
        setting: setting, kind: kind, parts: parts ?? attributedParts, active: active * k,
        simplicity: simplicity * cost)
    }
    let source = "source's setting"
    return [attribution(source, .source), .stochastic(setting: source, kind: .source, stochasticRecipe)]
      + factors.map { attribution("active parts × \($0.brief)", .neighbour, k: $0) }
      + factors.map { attribution("simplicity × \($0.brief)", .neighbour, cost: $0) }
      + [lowerPenaltyRecipe, higherPenaltyRecipe].map {
        let ratio = Double($0.penalty) / Double(max(stochasticRecipe.penalty, 1e-12))
        return .stochastic(setting: "penalty × \(ratio.brief(2))", kind: .neighbour, $0)
      }
      + [attribution("\(stochasticParts) parts", .moreParts, parts: stochasticParts)]
  }

  private func runs(
    _ plan: Plan, _ network: Network, _ chain: LinearChain, _ sampler: SparseFeatures
  ) throws -> [FoundParts] {
    switch plan {
    case .attribution(_, _, let parts, let active, let simplicity):
      try network.attributedParts(
        on: sampler, parts: parts, active: active, simplicity: Float(simplicity),
        instances: attributedStarts, seed: seed, training: attributionRecipe
      ).map { FoundParts($0.decomposition, losses: $0.history.map(\.loss.total)) }
    case .stochastic(_, _, let recipe):
      try chain.decomposed(
        on: sampler, parts: stochasticParts, instances: stochasticStarts, seed: seed, training: recipe
      ).map { FoundParts($0.decomposition, losses: $0.history.map(\.loss.total)) }
    }
  }
}
