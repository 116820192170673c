internal import SuperposePlot
internal import ToyFigures
public import ToyLib

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

  /// Only the model without a penalty: the others give up squared error for small activations.
  public var compared: [ComparedModel] {
    outcomes.filter { $0.penalty == 0 }.map { ComparedModel("no penalty", $0.model) }
  }

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

  /// The weakest penalty with no represented feature in superposition.
  public var clean: Outcome? {
    outcomes.first { $0.represented > 0 && $0.superposition < 0.1 }
  }

  public var claims: Claims {
    let removes = "an L1 penalty on the hidden activations removes superposition"
    let price = "at the price of a higher loss"
    let means = "it does so by killing features of low importance"
    guard let free = outcomes.first, let clean else {
      let needs = "a penalty that removes superposition"
      return [
        Claim(removes, measured: "no penalty of \(outcomes.count) did", held: false),
        .notAsked(price, needs: needs), .notAsked(means, needs: needs),
      ]
    }
    let kept = clean.model.norms.indices.filter { clean.model.norms[$0] > 0.5 }
    return [
      Claim(
        removes,
        measured: "largest superposition \(free.superposition.brief(2)) without a penalty, "
          + "\(clean.superposition.brief(2)) with λ = \(clean.penalty.brief(2))", held: true),
      Claim(
        price,
        measured: "\(clean.taskLoss.brief(3)) against \(free.taskLoss.brief(3))",
        held: clean.taskLoss > free.taskLoss),
      Claim(
        means,
        measured: "\(free.represented) features represented without, \(kept.count) with it: "
          + kept.map { "\($0 + 1)" }.joined(separator: ", "),
        held: kept.count < free.represented && kept == Array(0..<kept.count)),
    ]
  }
}
