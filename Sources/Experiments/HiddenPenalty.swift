internal import SuperposeJSON
internal import SuperposePlot
internal import ToyFigures
public import ToyLib

/// What an L1 penalty on the hidden activations does to superposition.
///
/// Source: Elhage et al. (2022), "Strategic Picture", approach 1: models without superposition. The
/// paper says what happens and shows no experiment.
public struct HiddenPenalty: Experiment {
  public static let name = "hidden-penalty"
  public static let source = "Elhage et al. (2022), The Strategic Picture of Superposition, approach 1"
  public static let question = "Can superposition be trained away, and what does that cost?"

  public var features = 20
  public var hidden = 5
  /// I_i = ratio^i.
  public var ratio = 0.7
  public var density = 0.1
  /// λ of λ‖h‖₁, from none up.
  public var penalties: [Double] = [0] + LogarithmicGrid.points(from: 1e-5, to: 3e-2, count: 10)
  public var steps = 10_000
  /// Models for each penalty; the best by its own loss, penalty included, is measured.
  public var restarts = 4
  public var seed: UInt64

  public init(seed: UInt64) { self.seed = seed }
  public init() { self.init(seed: 1) }

  public var parameters: [Parameter] {
    [
      Parameter("features", .integer(features), from: "ours: the demonstration's"),
      Parameter("hidden", .integer(hidden), from: "ours: the demonstration's"),
      Parameter("importance", .string("\(ratio.brief)^i"), from: "ours: the demonstration's"),
      Parameter("density", .number(density), from: "ours: where superposition has begun"),
      Parameter("penalties", .array(penalties.map { .number($0) }), from: "ours; the paper gives none"),
      Parameter("steps", .integer(steps), from: "Colab"),
      Parameter("restarts", .integer(restarts), from: "ours"),
    ]
  }

  public var shortened: HiddenPenalty {
    var copy = self
    copy.steps = 500
    copy.restarts = 1
    copy.penalties = [0, 1e-3, 3e-2]
    return copy
  }

  public func run() throws -> HiddenPenaltyResult {
    let data = SparseFeatures(count: features, density: density)
    let importance = Importance.geometric(ratio)
    return HiddenPenaltyResult(
      experiment: self,
      outcomes: try penalties.map { penalty in
        let model = ReLUOutputModel(hidden: hidden, importance: importance, hiddenPenalty: penalty)
        let best = try model.train(on: data, steps: steps, instances: restarts, seed: seed).best
        let plain = try ReLUOutputModel(hidden: hidden, importance: importance)
          .network(weights: best.weights, bias: best.bias)
        return HiddenPenaltyResult.Outcome(
          penalty: penalty, model: best, taskLoss: try plain.loss(on: data))
      })
  }
}

/// One model for each penalty.
public struct HiddenPenaltyResult: ExperimentResult {
  public struct Outcome: Sendable {
    public let penalty: Double
    public let model: TrainedModel
    /// The mean loss without the penalty.
    public let taskLoss: Double

    public var represented: Int { model.representedFeatures() }
    /// The largest superposition of a represented feature; 0 where none is.
    public var superposition: Double {
      model.norms.indices.filter { model.norms[$0] > 0.5 }
        .map { Double(model.superposition[$0]) }.max() ?? 0
    }
  }

  public let experiment: HiddenPenalty
  public let outcomes: [Outcome]

  public func draw() -> [NamedFigure] {
    [NamedFigure("hidden-penalty", curves), NamedFigure("hidden-penalty-weights", weights)]
  }

  private var curves: Figure {
    let shown = outcomes.filter { $0.penalty > 0 }
    let x = shown.map(\.penalty)
    func curve(_ y: [Double], _ label: Label, _ color: Color, isLast: Bool) -> Plot {
      Plot {
        Line(x: x, y: y, stroke: color, strokeWidth: 1.8)
        Dot(x: x, y: y, radius: 2.8, fill: color)
      }
      .x(.log, label: isLast ? "λ of the penalty λ‖h‖_{1}" : nil, hidden: !isLast)
      .y(domain: 0...(y.max() ?? 1) * 1.1, label: label, grid: true).size(460, isLast ? 180 : 140)
    }
    return Figure(
      Panels(rows: [
        [curve(shown.map { Double($0.represented) }, "features represented", .blue, isLast: false)],
        [curve(shown.map(\.superposition), "largest superposition", .red, isLast: false)],
        [curve(shown.map(\.taskLoss), "loss without penalty", .green, isLast: true)],
      ])
    ).named(
      "An L1 penalty on the hidden layer",
      "Represented features, the largest superposition among them, and the loss, against the penalty.")
  }

  /// W without a penalty and with the weakest that removes superposition.
  private var weights: Figure {
    let shown = [outcomes.first, clean ?? outcomes.last].compactMap(\.self)
    return .weightMatrices(
      shown.map { ModelPanel($0.model.weights, title: "λ = \($0.penalty.brief(2))") })
  }

  /// The weakest penalty under which nothing represented is in superposition.
  public var clean: Outcome? {
    outcomes.first { $0.represented > 0 && $0.superposition < 0.1 }
  }

  public var claims: Claims {
    guard let free = outcomes.first, let clean else {
      return [
        Claim(
          "an L1 penalty on the hidden activations removes superposition",
          measured: "no penalty of \(outcomes.count) did", held: false)
      ]
    }
    let kept = clean.model.norms.indices.filter { clean.model.norms[$0] > 0.5 }
    return [
      Claim(
        "an L1 penalty on the hidden activations removes superposition",
        measured: "largest superposition \(free.superposition.brief(2)) without a penalty, "
          + "\(clean.superposition.brief(2)) with λ = \(clean.penalty.brief(2))", held: true),
      Claim(
        "at the price of a higher loss",
        measured: "\(clean.taskLoss.brief(3)) against \(free.taskLoss.brief(3))",
        held: clean.taskLoss > free.taskLoss),
      Claim(
        "it does so by killing features of low importance",
        measured: "\(free.represented) features represented without, \(kept.count) with it: "
          + kept.map { "\($0 + 1)" }.joined(separator: ", "),
        held: kept.count < free.represented && kept == Array(0..<kept.count)),
    ]
  }
}
