internal import SuperposeJSON
internal import SuperposePlot
public import ToyLib

/// The paper's two equations, measured: feature benefit against interference, in a linear model and
/// in one with a ReLU.
///
/// Source: Elhage et al. (2022), "Mathematical Understanding"; figure 10 sets the equations.
public struct LossDecomposition: Experiment {
  public static let name = "mathematics"
  public static let source = "Elhage et al. (2022), Mathematical Understanding; figure 10"
  public static let question =
    "What does a feature gain a model, what does it cost, and why does sparsity change the sum?"

  public var features = 5
  /// 1 − S, from dense to sparse.
  public var densities = LogarithmicGrid.points(from: 1, to: 0.01, count: 9)
  public var steps = 10_000
  /// Models for each density; the best is measured.
  public var restarts = 8
  public var seed: UInt64

  public init(seed: UInt64) { self.seed = seed }
  public init() { self.init(seed: 1) }

  public var parameters: [Parameter] {
    [
      Parameter("features", .integer(features), from: "ours: the opening figure's"),
      Parameter("hidden", 2, from: "ours: the opening figure's"),
      Parameter("importance", 1, from: "ours: equal, so that only geometry counts"),
      Parameter("densities", .array(densities.map { .number($0) }), from: "ours"),
      Parameter("steps", .integer(steps), from: "Colab"),
      Parameter("restarts", .integer(restarts), from: "ours; the best is measured"),
    ]
  }

  public var shortened: LossDecomposition {
    var copy = self
    copy.steps = 1_000
    copy.restarts = 2
    copy.densities = [1, 0.1, 0.01]
    return copy
  }

  public func run() throws -> LossDecompositionResult {
    let data = densities.map { SparseFeatures(count: features, density: $0) }
    let linear = try LinearModel(hidden: 2).train(on: data, steps: steps, seed: seed)
    let model = ReLUOutputModel(hidden: 2)
    let best = try data.map {
      try model.train(on: $0, steps: steps, instances: restarts, seed: seed).best
    }
    return LossDecompositionResult(
      experiment: self, linear: try zip(densities, linear).map(LinearAccount.init),
      relu: try zip(densities, best).map(SparseAccount.init),
      plainPentagon: try PolygonAccount.plain(5, of: 5),
      polygons: try (0...8).map { try PolygonAccount(corners: $0, of: 8) })
  }
}

/// Features represented as a regular polygon in the plane, the others not at all: what each model
/// would pay for it.
public struct PolygonAccount: Sendable {
  /// k: how many features are represented.
  public let corners: Int
  /// Unit vectors in a linear model, up to the variance of a feature. Two features are orthogonal.
  public let linear: LossTerms
  /// L₁ of a ReLU model, with the length and the bias that are best for it. Two are a digon.
  public let relu: LossTerms
  /// ‖W_i‖ and b of that.
  public let length: Double, bias: Double

  init(corners k: Int, of n: Int) throws {
    corners = k
    let level = try (2...8).contains(k) ? KGonLevel(k, of: n) : nil
    length = level?.length ?? 1
    bias = level?.bias ?? 0
    relu = try Self.network(k, of: n, turn: 1 / Double(max(k, 1)), length: length, bias: bias)
      .oneSparseTerms
    linear = try Self.network(k, of: n, turn: k == 2 ? 0.25 : 1 / Double(max(k, 1))).linearTerms
  }

  /// L₁ of the polygon with lengths of 1 and no bias.
  static func plain(_ k: Int, of n: Int) throws -> LossTerms {
    try network(k, of: n, turn: 1 / Double(k)).oneSparseTerms
  }

  /// k features, each `turn` of a full turn after the one before.
  private static func network(
    _ k: Int, of n: Int, turn: Double, length: Double = 1, bias: Double = 0
  ) throws -> Network {
    let weights = Matrix(rows: n, columns: 2) { i, axis in
      let angle = 2 * Double.pi * turn * Double(i)
      return i < k ? Float(length * (axis == 0 ? angle.cosine : angle.sine)) : 0
    }
    return try ReLUOutputModel(hidden: 2).network(
      weights: weights, bias: (0..<n).map { $0 < k ? Float(bias) : 0 })
  }
}

/// A trained linear model against the formula.
public struct LinearAccount: Sendable {
  public let density: Double
  public let model: TrainedModel
  /// Up to the variance of a feature.
  public let terms: LossTerms
  /// What the formula says of the summed loss.
  public let predicted: Double

  init(density: Double, model: TrainedModel) throws {
    self.density = density
    self.model = model
    terms = try model.network.linearTerms
    let features = SparseFeatures(count: model.network.features, density: density)
    predicted = features.variance(of: 0) * terms.total
  }
}

/// A trained ReLU model, its loss divided by how many features are present.
public struct SparseAccount: Sendable {
  public let density: Double
  public let model: TrainedModel
  public let byPresence: PresenceLoss
  /// The expected summed loss by quadrature over all samples.
  public let exact: Double
  /// L₁ in closed form, averaged over which feature is present.
  public let oneSparse: LossTerms

  init(density: Double, model: TrainedModel) throws {
    let n = model.network.features
    self.density = density
    self.model = model
    byPresence = try model.network.presenceLoss(density: density, samples: 1 << 16)
    exact = try Double(n)
      * model.network.expectedLoss(on: SparseFeatures(count: n, density: density))
    let terms = try model.network.oneSparseTerms
    oneSparse = LossTerms(
      missing: terms.missing / Double(n), interference: terms.interference / Double(n))
  }
}

/// Both accounts at every density, and what each k-gon would gain and cost.
public struct LossDecompositionResult: ExperimentResult {
  public let experiment: LossDecomposition
  public let linear: [LinearAccount]
  public let relu: [SparseAccount]
  /// L₁ of a pentagon with lengths of 1 and no bias.
  public let plainPentagon: LossTerms
  /// From no feature to all 8 of 8, as a k-gon.
  public let polygons: [PolygonAccount]

  public func draw() -> [NamedFigure] {
    [NamedFigure("gain-and-cost", tradeOff), NamedFigure("loss-by-present-features", shares)]
  }

  // MARK: What k features would gain and cost

  /// Bars of missing features and interference over the number of features that are represented.
  private var tradeOff: Figure {
    let panels = Panels([
      Self.bars(polygons.map(\.linear), title: "linear model", label: "loss / variance of a feature"),
      Self.bars(polygons.map(\.relu), title: "ReLU model, one feature present", label: "L_{1}, summed"),
    ])
    var figure = Figure(panels.gap(34))
    figure.name = "What features gain and what they cost"
    figure.summary =
      "Eight features in two dimensions, the first k of them as a regular k-gon. Linear: two "
      + "features are best. ReLU with one feature present: seven are."
    return figure
  }

  private static func bars(_ terms: [LossTerms], title: Label, label: Label) -> Plot {
    let places = terms.indices.map { "\($0)" }
    let names = ["missing feature benefit", "interference"]
    let least = terms.indices.min { terms[$0].total < terms[$1].total } ?? 0
    return Plot {
      Bar(
        x: places + places, y: terms.map(\.missing) + terms.map(\.total),
        base: terms.map { _ in 0.0 } + terms.map(\.missing),
        fill: places.map { _ in names[0] } + places.map { _ in names[1] })
      Text(x: [places[least]], y: [terms[least].total], text: ["least"], side: .above)
    }
    .x(categories: places, label: "features represented, of 8").y(label: label)
    .color(.categorical([.blue, .orange]), categories: names).title(title).size(380, 290)
  }

  // MARK: Who pays at which sparsity

  private var shares: Figure {
    let x = relu.map { 1 / $0.density }
    let n = experiment.features
    let names = (0...n).map { $0 == n ? "\($0) present" : "\($0)" }
    func line(_ k: Int) -> Line {
      Line(
        x: x, y: relu.map { $0.byPresence.parts[k] / $0.byPresence.total }, stroke: x.map { _ in names[k] },
        strokeWidth: 2)
    }
    let plot = Plot(marks: (0...n).map { line($0) as any Mark })
      .x(.log, label: "1 / (1 − S)").y(domain: 0...1, label: "share of the loss", grid: true)
      .color(categories: names).size(520, 300)
    var figure = Figure(plot)
    figure.name = "The loss by the number of features present"
    figure.summary = "The sparser the inputs, the more of the loss is L_1."
    return figure
  }
}

// MARK: - What the paper says

extension LossDecompositionResult {
  public var claims: Claims {
    [formula, noInterference, third, sum, antipodal, bias, sparseLimit]
  }

  private var formula: Claim {
    let errors = linear.map { abs($0.model.sumLoss / $0.predicted - 1) }
    return Claim(
      "the linear model's loss is feature benefit plus interference: "
        + "Σ I (1 − ‖W_i‖²)² + Σ I (W_j·W_i)²",
      measured: "times the variance of a feature, it is the loss of trained models to "
        + "\(((errors.max() ?? .nan) * 100).brief(2)) %",
      held: errors.allSatisfy { $0 < 0.02 })
  }

  private var noInterference: Claim {
    let interference = linear.map(\.terms.interference)
    let missing = linear.map(\.terms.missing)
    let wanted = Double(experiment.features - 2)
    return Claim(
      "a linear model represents as many features as it has dimensions, without interference",
      measured: "interference at most \((interference.max() ?? .nan).brief(2)), "
        + "missing benefit \((missing.min() ?? .nan).brief(3)) to \((missing.max() ?? .nan).brief(3)) "
        + "of \(experiment.features)",
      held: linear.allSatisfy { abs($0.terms.total - wanted) < 0.02 * wanted },
      remark: "features of equal importance: any orthogonal projection is as good, so a feature may be "
        + "half represented")
  }

  private var third: Claim {
    let two = polygons[2].linear
    let three = polygons[3].linear
    return Claim(
      "in a linear model one feature more costs more interference than it gains",
      measured: "two of eight features: \(two.total.brief(3)); three as a triangle: "
        + three.total.brief(3), held: three.total > two.total)
  }

  private var sum: Claim {
    let errors = relu.map { abs($0.byPresence.total / $0.exact - 1) }
    return Claim(
      "the loss is the sum of (1 − S)^k S^(n−k) L_k over the number k of present features",
      measured: "the sum is the expected loss of trained ReLU models to "
        + "\(((errors.max() ?? .nan) * 100).brief(2)) %",
      held: errors.allSatisfy { $0 < 0.03 })
  }

  private var antipodal: Claim {
    let square = polygons[4]
    return Claim(
      "with one feature present, negative interference is free",
      measured: "two antipodal pairs: interference \(square.relu.interference.brief(2)), in a linear "
        + "model \(square.linear.interference.brief(2))",
      held: square.relu.interference < 1e-6)
  }

  private var bias: Claim {
    let best = polygons[5]
    let with = LossTerms(
      missing: best.relu.missing - 1, interference: best.relu.interference)  // three others: 3 · 1/3
    return Claim(
      "a negative bias makes small positive interference free",
      measured: "pentagon: interference \(plainPentagon.interference.brief(3)) with b = 0 and ‖W‖ = 1, "
        + "\(with.interference.brief(3)) with b = \(best.bias.brief(3)) and ‖W‖ = "
        + "\(best.length.brief(4)); in all \(plainPentagon.total.brief(3)) and \(with.total.brief(3))",
      held: with.interference < 0.3 * plainPentagon.interference && best.bias < 0)
  }

  private var sparseLimit: Claim {
    guard let sparsest = relu.last else {
      return Claim("the sparser the inputs, the more L_1 counts", measured: "nothing", held: false)
    }
    let account = sparsest.byPresence
    let share = account.parts[1] / account.total
    let exact = sparsest.oneSparse.total
    return Claim(
      "for very sparse inputs only L_1 counts, the feature benefit and interference of one feature at "
        + "a time",
      measured: "at 1 − S = \(sparsest.density.brief(2)): \((share * 100).brief(3)) % of the loss; L_1 "
        + "measured \(account.losses[1].brief(4)), in closed form \(exact.brief(4))",
      held: share > 0.7 && abs(account.losses[1] / exact - 1) < 0.03)
  }
}
