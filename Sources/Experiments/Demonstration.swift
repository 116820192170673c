internal import SuperposePlot
internal import ToyFigures
public import ToyLib
internal import SuperposeJSON

/// Linear and ReLU models over a range of sparsities: the paper's basic results.
///
/// Source: Elhage et al. (2022), "Demonstrating Superposition"; figures 6 to 9.
public struct Demonstration: Experiment {
  public static let name = "demonstration"
  public static let source = "Elhage et al. (2022), Demonstrating Superposition; figures 6–9"
  public static let question =
    "When inputs get sparser, does a model represent more features than it has dimensions?"

  /// How large a model is, and how fast its features lose importance.
  public struct Size: Sendable, Hashable {
    public var features: Int
    public var hidden: Int
    /// I_i = ratio^i.
    public var ratio: Double
    /// Models for each density; the best is shown.
    public var restarts: Int

    public init(features: Int, hidden: Int, ratio: Double, restarts: Int) {
      self.features = features
      self.hidden = hidden
      self.ratio = ratio
      self.restarts = restarts
    }

    /// n = 20, m = 5, I_i = 0.7^i.
    public static let small = Size(features: 20, hidden: 5, ratio: 0.7, restarts: 6)
    /// n = 80, m = 20, I_i = 0.9^i: the same picture, four times as large.
    public static let large = Size(features: 80, hidden: 20, ratio: 0.9, restarts: 2)
  }

  public var sizes: [Size]
  /// 1 − S, from dense to sparse.
  public var densities: [Double] = [1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001]
  public var steps = 10_000
  public var seed: UInt64

  public init(sizes: [Size], seed: UInt64 = 1) {
    self.sizes = sizes
    self.seed = seed
  }

  public init() { self.init(sizes: [.small, .large]) }

  public var parameters: [Parameter] {
    [
      Parameter(
        "sizes", .array(sizes.map { .string($0.words) }), from: "figures 8 and 9"),
      Parameter("densities", .array(densities.map { .number($0) }), from: "figure 8"),
      Parameter(
        "restarts", .array(sizes.map { .integer($0.restarts) }), from: "ours; the best is shown"),
      Parameter("steps", .integer(steps), from: "Colab"),
    ]
  }

  public var shortened: Demonstration {
    var copy = self
    copy.steps = 300
    for index in sizes.indices { copy.sizes[index].restarts = 1 }
    return copy
  }

  public func run() throws -> DemonstrationResult {
    DemonstrationResult(experiment: self, runs: try sizes.map(run))
  }

  private func run(_ size: Size) throws -> DemonstrationResult.Run {
    let importance = Importance.geometric(size.ratio)
    func features(_ density: Double) -> SparseFeatures {
      SparseFeatures(count: size.features, density: density)
    }
    let linear = try LinearModel(hidden: size.hidden, importance: importance)
      .train(on: [features(1), features(0.1)], steps: steps, seed: seed)
    let model = ReLUOutputModel(hidden: size.hidden, importance: importance)
    let sweep = try densities.map {
      try model.train(on: features($0), steps: steps, instances: size.restarts, seed: seed)
    }
    return DemonstrationResult.Run(size: size, linear: linear, sweep: sweep)
  }
}

extension Demonstration.Size {
  /// `n = 20, m = 5, I = 0.7^i`.
  var words: String { "n = \(features), m = \(hidden), I = \(ratio.brief)^i" }
}

/// The models of each size and density.
public struct DemonstrationResult: ExperimentResult {
  /// What was trained of one size.
  public struct Run: Sendable {
    public let size: Demonstration.Size
    /// Linear models, with every feature present and with one in ten.
    public let linear: TrainedModels
    /// All restarts for each density.
    public let sweep: [TrainedModels]

    /// The best ReLU model for each density.
    public var models: [TrainedModel] { sweep.map(\.best) }
  }

  public let experiment: Demonstration
  public let runs: [Run]

  public func draw() -> [NamedFigure] {
    runs.map { run in
      NamedFigure("demonstration-n\(run.size.features)-m\(run.size.hidden)", sweepFigure(run))
    } + [dense].compactMap(\.self)
  }

  private func sweepFigure(_ run: Run) -> Figure {
    let panels =
      [ModelPanel(run.linear[0], title: "linear model")]
      + zip(experiment.densities, run.models).map {
        ModelPanel($1, title: "1 − S = \($0.brief(3))")
      }
    return .weightsAndBiases(panels, columns: 4)
  }

  /// The paper's explanation of the plot: one model that behaves as a linear one.
  private var dense: NamedFigure? {
    guard let run = runs.first, let model = run.models.first else { return nil }
    let title: Label = "1 − S = \(Label(number: experiment.densities[0]).plainText)"
    return NamedFigure("weights-and-norms", .weightsAndBiases([ModelPanel(model, title: title)]))
  }

  public var claims: Claims { Claims(runs.flatMap(claims)) }
}

// MARK: - What the paper says of them

extension DemonstrationResult {
  private func claims(_ run: Run) -> [Claim] {
    let densities = experiment.densities
    func model(at density: Double) -> TrainedModel? {
      densities.firstIndex(of: density).map { run.models[$0] }
    }
    return [linear(run), counts(run)]
      + [
        model(at: 1).map { dense($0, run) }, model(at: 1).map { biases($0, run) },
        model(at: 0.3).map { order($0, run) }, model(at: 0.3).map { pairs($0, run) },
        model(at: 0.001).map { sparse($0, run) },
      ].compactMap(\.self)
  }

  private func linear(_ run: Run) -> Claim {
    let m = run.size.hidden
    let largest = run.linear.flatMap { $0.superposition.prefix(m) }.max() ?? .nan
    let kept = run.linear.map { $0.norms.prefix(m).allSatisfy { $0 > 0.9 } }
    let others = run.linear.flatMap { $0.norms.dropFirst(m) }.max() ?? .nan
    return Claim(
      "\(run.name): a linear model keeps the \(m) most important features, orthogonal, at every "
        + "sparsity",
      measured: "at 1 − S = 1 and 0.1: superposition at most \(Double(largest).brief(2)), norms of "
        + "the others at most \(Double(others).brief(2))",
      held: kept.allSatisfy(\.self) && largest < 0.05 && others < 0.2)
  }

  private func dense(_ model: TrainedModel, _ run: Run) -> Claim {
    let exact = run.exactLinearLoss(density: 1)
    let found = model.representedFeatures()
    return Claim(
      "\(run.name): without sparsity the ReLU model does what the linear model does",
      measured: "\(found) represented, mean loss \(model.loss.brief) against \(exact.brief) in "
        + "closed form",
      held: found == run.size.hidden && abs(model.loss / exact - 1) < 0.02)
  }

  private func biases(_ model: TrainedModel, _ run: Run) -> Claim {
    let m = run.size.hidden
    let learned = model.bias.prefix(m).map { abs(Double($0)) }.max() ?? .nan
    let others = model.bias.dropFirst(m).map(Double.init)
    let (low, high) = (others.min() ?? .nan, others.max() ?? .nan)
    return Claim(
      "\(run.name): there, b is 0 for represented features and the mean, 0.5, for all others",
      measured: "represented: at most \(learned.brief(2)) from 0; others: \(low.brief(3)) to "
        + high.brief(3),
      held: learned < 0.05 && low > 0.45 && high < 0.55)
  }

  private func order(_ model: TrainedModel, _ run: Run) -> Claim {
    let superposition = model.superposition.map(Double.init)
    let top = run.size.hidden / 2
    let shared = model.norms.indices.filter { model.norms[$0] > 0.5 && superposition[$0] > 0.5 }
    let alone = superposition.prefix(top).max() ?? .nan
    return Claim(
      "\(run.name): at 1 − S = 0.3 superposition has begun with less important features; the most "
        + "important are still orthogonal",
      measured: "the first \(top): at most \(alone.brief(2)); over 0.5: features "
        + "\(shared.map { "\($0 + 1)" }.joined(separator: ", "))",
      held: alone < 0.1 && !shared.isEmpty && shared.allSatisfy { $0 >= top })
  }

  private func pairs(_ model: TrainedModel, _ run: Run) -> Claim {
    let superposition = model.superposition
    let shared = model.norms.indices.filter { model.norms[$0] > 0.5 && superposition[$0] > 0.5 }
    let paired = shared.count { model.weights.leastCosine(of: $0) < -0.9 }
    return Claim(
      "\(run.name): there, features in superposition form antipodal pairs",
      measured: "\(paired) of \(shared.count) have a partner in the opposite direction",
      held: !shared.isEmpty && Double(paired) >= 0.9 * Double(shared.count))
  }

  private func sparse(_ model: TrainedModel, _ run: Run) -> Claim {
    let alive = model.norms.indices.filter { model.norms[$0] > 0.5 }
    let least = alive.map { Double(model.superposition[$0]) }.min() ?? .nan
    let negative = alive.count { model.bias[$0] < -0.01 }
    return Claim(
      "\(run.name): at 1 − S = 0.001 every represented feature is in superposition, and biases are "
        + "negative",
      measured: "\(alive.count) represented, superposition at least \(least.brief(2)), "
        + "\(negative) negative biases",
      held: alive.count > 2 * run.size.hidden && least > 0.3
        && Double(negative) > 0.7 * Double(alive.count))
  }

  private func counts(_ run: Run) -> Claim {
    let counts = run.models.map { $0.representedFeatures() }
    return Claim(
      "\(run.name): the sparser the inputs, the more features are represented",
      measured: counts.map { "\($0)" }.joined(separator: ", "),
      held: zip(counts, counts.dropFirst()).allSatisfy { $0 <= $1 }
        && counts[counts.count - 1] > counts[0])
  }
}

extension DemonstrationResult.Run {
  fileprivate var name: String { "n = \(size.features), m = \(size.hidden)" }

  /// The mean loss of the closed-form linear solution: the variance of all features it leaves out.
  fileprivate func exactLinearLoss(density: Double) -> Double {
    let features = SparseFeatures(count: size.features, density: density)
    let lost = (size.hidden..<size.features).reduce(0.0) { sum, i in
      sum + (0..<i).reduce(1.0) { power, _ in power * size.ratio } * features.variance(of: i)
    }
    return lost / Double(size.features)
  }
}

extension Matrix {
  /// The cosine of feature i with the one that points most away from it.
  func leastCosine(of i: Int) -> Float {
    let norms = norms
    return (0..<rows).filter { $0 != i && norms[$0] > 0.3 }
      .map { dot(row: i, row: $0) / (norms[i] * norms[$0]) }.min() ?? 1
  }
}
