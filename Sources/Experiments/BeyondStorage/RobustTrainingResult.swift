internal import SuperposePlot
public import ToyLib

/// One model for each strength.
public struct RobustTrainingResult: ExperimentResult {
  public let experiment: RobustTraining
  public let networks: [Network]
  /// Each model's loss without attacks (mean over features).
  public let losses: [Double]
  /// The model without attacks beside networks made by hand.
  public let baselines: Baselines

  /// ‖W‖²_F / m of each model.
  public var featuresPerDimension: [Double] { networks.map { Double($0.featuresPerDimension) } }

  /// The strength from which on there is at most one feature per dimension, interpolated between
  /// two tested strengths; `nil` if there is none.
  public var threshold: Double? {
    let points = zip(experiment.strengths, featuresPerDimension)
    return zip(points, points.dropFirst()).first { $0.1 > 1 && $1.1 <= 1 }.map { above, below in
      above.0 + (below.0 - above.0) * (above.1 - 1) / (above.1 - below.1)
    }
  }

  /// Only the model that was trained without attacks: the others give up clean loss for robustness.
  public var compared: [ComparedModel] { experiment.compared(networks) }

  public func draw() -> [NamedFigure] {
    let x = experiment.strengths
    func curve(_ values: [Double], _ label: Label, color: Color, isLast: Bool) -> Plot {
      Plot {
        Rule(y: isLast ? [] : [1], text: "one feature per dimension", dash: [4, 3])
        Line(x: x, y: values, stroke: color, strokeWidth: 1.8)
        Dot(x: x, y: values, radius: 2.8, fill: color)
      }
      .x(
        label: isLast ? "attack in training, as a share of the inputs' length" : nil,
        hidden: !isLast
      )
      .y(label: label, grid: true).size(520, isLast ? 180 : 200)
    }
    let figure = Figure(
      Panels(rows: [
        [curve(featuresPerDimension, "features per dimension", color: .blue, isLast: false)],
        [curve(losses, "loss without attack", color: .ink, isLast: true)],
      ])
    )
    .named(
      "Adversarial training",
      "Features per dimension and clean loss against the strength of attacks in training.")
    return [NamedFigure("adversarial-training", figure)]
  }

  public var claims: Claims {
    let first = featuresPerDimension.first ?? .nan
    let last = featuresPerDimension.last ?? .nan
    let paper = zip(experiment.strengths, networks).first { $0.0 == 0.8 }?.1
    return [
      Claim(
        "training against attacks reduces superposition",
        measured: "from \(first.brief(3)) to \(last.brief(2)) features per dimension, "
          + "\(networks.first?.representedFeatures() ?? 0) to "
          + "\(networks.last?.representedFeatures() ?? 0) features represented",
        held: last < 0.5 * first
      ).requiring(baselines),
      Claim(
        "to remove it takes attacks of some 80 % of the inputs' length",
        measured: threshold.map { "one feature to a dimension from \(($0 * 100).brief(2)) % on" }
          ?? "never",
        held: threshold.map { (0.5...1).contains($0) } ?? false,
        threshold: "ours, around the paper's 80 %",
        remark: paper.map {
          "at 80 % \($0.representedFeatures()) features are still longer than 1/2, in "
            + "\(experiment.hidden) dimensions"
        }),
    ]
  }
}
