internal import SuperposeJSON
internal import SuperposePlot
public import ToyLib

/// Models trained while they are attacked, from not at all to as hard as the inputs are long.
///
/// Source: Elhage et al. (2022), "Adversarial robustness", which says so in words; no figure, no
/// sizes.
public struct RobustTraining: Experiment {
  public static let name = "adversarial-training"
  public static let source = "Elhage et al. (2022), Relationship to Adversarial Robustness; text"
  public static let question = "Does training against attacks remove superposition?"

  public var features = 40
  public var hidden = 8
  /// 1 − S.
  public var density = 0.1
  /// How far inputs are moved, as shares of their mean length; one model for each.
  public var strengths: [Double] = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]
  public var steps = 4_000
  public var seed: UInt64 = 1

  public init() {}

  public var parameters: [Parameter] {
    let source = "ours: the paper gives none"
    return [
      Parameter("features", .integer(features), from: source),
      Parameter("hidden", .integer(hidden), from: source),
      Parameter("density", .number(density), from: source),
      Parameter(
        "strengths", .array(strengths.map { .number($0) }), from: "ours, up to the paper's 0.8"),
      Parameter("steps", .integer(steps), from: "ours"),
    ]
  }

  public var shortened: RobustTraining {
    var copy = self
    copy.strengths = [0, 0.4, 0.8]
    copy.steps = 200
    return copy
  }

  public func run() throws -> RobustTrainingResult {
    let sampler = SparseFeatures(count: features, density: density)
    let networks = try strengths.map { strength in
      var training = AdversarialTraining(strength: strength)
      training.steps = steps
      return try training.train(ReLUOutputModel(hidden: hidden), on: sampler, seed: seed)
    }
    let losses = try networks.map { try $0.loss(on: sampler) }
    return RobustTrainingResult(experiment: self, networks: networks, losses: losses)
  }
}

/// One model for each strength.
public struct RobustTrainingResult: ExperimentResult {
  public let experiment: RobustTraining
  public let networks: [Network]
  /// Each model's loss without attacks (mean over features).
  public let losses: [Double]

  /// ‖W‖²_F / m of each model.
  public var featuresPerDimension: [Double] { networks.map { Double($0.featuresPerDimension) } }

  /// The strength from which on there is at most one feature to a dimension, between the two that
  /// were tried; `nil` when there is none.
  public var threshold: Double? {
    let points = zip(experiment.strengths, featuresPerDimension)
    return zip(points, points.dropFirst()).first { $0.1 > 1 && $1.1 <= 1 }.map { above, below in
      above.0 + (below.0 - above.0) * (above.1 - 1) / (above.1 - below.1)
    }
  }

  public func draw() -> [NamedFigure] {
    let x = experiment.strengths
    func curve(_ values: [Double], _ label: Label, color: Color, isLast: Bool) -> Plot {
      Plot {
        Rule(y: isLast ? [] : [1], dash: [4, 3])
        Line(x: x, y: values, stroke: color, strokeWidth: 1.8)
        Dot(x: x, y: values, radius: 2.8, fill: color)
      }
      .x(
        label: isLast ? "attack in training, as a share of the inputs' length" : nil,
        hidden: !isLast
      )
      .y(label: label, grid: true).size(520, isLast ? 180 : 200)
    }
    var figure = Figure(
      Panels(rows: [
        [curve(featuresPerDimension, "features per dimension", color: .blue, isLast: false)],
        [curve(losses, "loss without attack", color: .ink, isLast: true)],
      ]))
    figure.name = "Adversarial training"
    figure.summary =
      "Features per dimension and clean loss against the strength of attacks in training."
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
        held: last < 0.5 * first),
      Claim(
        "to remove it takes attacks of some 80 % of the inputs' length",
        measured: threshold.map { "one feature to a dimension from \(($0 * 100).brief(2)) % on" }
          ?? "never",
        held: threshold.map { (0.5...1).contains($0) } ?? false,
        remark: paper.map {
          "at 80 % \($0.representedFeatures()) features are still longer than 1/2, in "
            + "\(experiment.hidden) dimensions"
        }),
    ]
  }
}
