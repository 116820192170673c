internal import SuperposeJSON
internal import SuperposePlot
internal import ToyFigures
public import ToyLib

/// Models from dense to sparse under attack: does superposition make them vulnerable?
///
/// Source: Elhage et al. (2022), "Adversarial robustness"; figures 26 and 27. Sizes are those of
/// Gorton and Lewis (2025), as the paper gives none.
public struct AdversarialExamples: Experiment {
  public static let name = "adversarial-examples"
  public static let source =
    "Elhage et al. (2022), Relationship to Adversarial Robustness; figures 26, 27"
  public static let question = "Does superposition make models vulnerable to adversarial examples?"

  public var features = 100
  public var hidden = 20
  /// 1 − S, one model for each; the first is the one without superposition.
  public var densities: [Double] = [
    1, 0.8, 0.6, 0.5, 0.44, 0.36, 0.3, 0.26, 0.2, 0.15, 0.12, 0.09, 0.07, 0.05, 0.03, 0.01,
    0.003, 0.001,
  ]
  public var steps = 8_000
  /// ε as a share of the mean length of the inputs: once of the first model's, the same ε for all,
  /// and once of each model's own.
  public var strength = 0.1
  /// Attacked inputs of each model.
  public var samples = 300
  public var seed: UInt64 = 1

  public init() {}

  public var parameters: [Parameter] {
    [
      Parameter("features", .integer(features), from: "Gorton and Lewis (2025)"),
      Parameter("hidden", .integer(hidden), from: "Gorton and Lewis (2025)"),
      Parameter("densities", .array(densities.map { .number($0) }), from: "ours"),
      Parameter("steps", .integer(steps), from: "ours"),
      Parameter("strength", .number(strength), from: "Adversarial Robustness"),
      Parameter("samples", .integer(samples), from: "ours"),
    ]
  }

  public var shortened: AdversarialExamples {
    var copy = self
    copy.densities = [1, 0.44, 0.2, 0.09]
    copy.steps = 400
    copy.samples = 40
    return copy
  }

  public func run() throws -> AdversarialExamplesResult {
    let samplers = densities.map { SparseFeatures(count: features, density: $0) }
    var training = Training()
    training.evaluationSamples = 1 << 12
    let models = try ReLUOutputModel(hidden: hidden).train(
      on: samplers, steps: steps, seed: seed, training: training)
    let inputs = try samplers.map { try $0.samples(samples, seed: seed) }
    func attacked(_ radius: (Matrix) -> Double) throws -> [Vulnerability] {
      try zip(models, inputs).map { model, inputs in
        try model.network.vulnerability(on: inputs, radius: radius(inputs))
      }
    }
    let common = strength * (inputs.first?.meanRowNorm ?? 1)
    return AdversarialExamplesResult(
      experiment: self, networks: models.map(\.network),
      equallyAttacked: try attacked { _ in common },
      ownAttacked: try attacked { strength * $0.meanRowNorm })
  }
}

/// How vulnerable the model of each density is.
public struct AdversarialExamplesResult: ExperimentResult {
  public let experiment: AdversarialExamples
  public let networks: [Network]
  /// Every model attacked with the same ε.
  public let equallyAttacked: [Vulnerability]
  /// Every model attacked with an ε in proportion to its own inputs, which are short when sparse.
  public let ownAttacked: [Vulnerability]

  /// ‖W‖²_F / m of each model.
  public var featuresPerDimension: [Double] { networks.map { Double($0.featuresPerDimension) } }

  /// What attacks of one size add to the loss, relative to the first model.
  public var vulnerability: [Double] { relative(equallyAttacked.map(\.featureHarm)) }
  /// The same for the one attack that harms a model most on average over its inputs.
  public var singleVulnerability: [Double] { relative(equallyAttacked.map(\.singleHarm)) }
  /// What attacks in proportion to the inputs add to the loss, relative to the first model.
  public var rawVulnerability: [Double] {
    relative(ownAttacked.map { $0.featureAttacks - $0.clean })
  }
  /// The same in units of ε².
  public var scaledVulnerability: [Double] { relative(ownAttacked.map(\.featureHarm)) }
  /// What following the gradient adds, as a share of the worst harm that was found.
  public var gradientShare: [Double] { equallyAttacked.map { $0.gradientHarm / $0.worstHarm } }

  private func relative(_ values: [Double]) -> [Double] {
    values.map { $0 / (values.first ?? 1) }
  }

  public func draw() -> [NamedFigure] {
    func figure(_ vulnerability: [Double], _ words: String) -> Figure {
      Figure.adversarialVulnerability(
        densities: experiment.densities, vulnerability: vulnerability,
        featuresPerDimension: featuresPerDimension
      ).caption(words)
    }
    return [
      NamedFigure("adversarial", figure(vulnerability, "The same ε for every model.")),
      NamedFigure(
        "adversarial-scaled",
        figure(scaledVulnerability, "ε in proportion to each model's inputs; harm in units of ε².")),
      NamedFigure(
        "adversarial-raw",
        figure(rawVulnerability, "ε in proportion to each model's inputs; harm as it is.")),
      NamedFigure("adversarial-gradient", gradientFigure),
    ]
  }

  /// How much of the harm a gradient finds, and on how many samples it finds none.
  private var gradientFigure: Figure {
    let x = experiment.densities.map { 1 / $0 }
    let masked = equallyAttacked.map(\.masked)
    let plot = Plot {
      Line(x: x, y: gradientShare, stroke: Color.red, strokeWidth: 1.8)
      Dot(x: x, y: gradientShare, radius: 2.8, fill: Color.red)
      Line(x: x, y: masked, stroke: Color.blue, strokeWidth: 1.8)
      Dot(x: x, y: masked, radius: 2.8, fill: Color.blue)
      Text(
        x: [x.last ?? 1, x.last ?? 1], y: [gradientShare.last ?? 0, masked.last ?? 0],
        text: ["harm found by gradients", "inputs without a gradient"],
        fill: [Color.red, Color.blue], side: .right, gap: 8)
    }
    .x(.log, label: "1 / (1 − S)").y(domain: 0...1.05, label: "share", grid: true).size(640, 260)
    .reserving(right: 150)
    var figure = Figure(plot)
    figure.name = "Gradient attacks"
    figure.summary =
      "The share of the worst harm that following gradients finds, and the share of inputs without "
      + "a gradient, against 1/(1−S)."
    return figure
  }

  public var claims: Claims { [rise, tracking, proportion, gradients, nearness] }

  private func largest(_ values: [Double]) -> String { (values.max() ?? .nan).brief(3) }

  private var rise: Claim {
    Claim(
      "as superposition forms, vulnerability rises to more than three times that of the model "
        + "without",
      measured: "up to \(largest(vulnerability)) times with each input attacked where it is worst, "
        + "\(largest(singleVulnerability)) times with one attack for all inputs",
      held: (vulnerability.max() ?? 0) > 3 && (singleVulnerability.max() ?? 0) > 3,
      remark: "the same ε for every model")
  }

  private var tracking: Claim {
    let r = correlation(vulnerability, featuresPerDimension)
    let single = correlation(singleVulnerability, featuresPerDimension)
    return Claim(
      "it closely tracks the number of features per dimension",
      measured: "correlation \(r.brief(3)); \(single.brief(3)) with one attack for all inputs",
      held: r > 0.9)
  }

  private var proportion: Claim {
    Claim(
      "so it does when ε is a tenth of each model's own mean input",
      measured: "up to \(largest(rawVulnerability)) times as it is, "
        + "\((rawVulnerability.last ?? .nan).brief(2)) for the sparsest; in units of ε² up to "
        + "\(largest(scaledVulnerability)) times",
      held: (rawVulnerability.max() ?? 0) > 3,
      remark: "sparse inputs are short, and so is ε; the paper does not say what it divided by")
  }

  private var gradients: Claim {
    let share = gradientShare.last ?? .nan
    let masked = equallyAttacked.last?.masked ?? .nan
    return Claim(
      "attacks that follow gradients fail for very sparse features",
      measured: "at 1 − S = \((experiment.densities.last ?? .nan).brief) they find "
        + "\((share * 100).brief(2)) % of the worst harm, \(((gradientShare.first ?? .nan) * 100).brief(2)) "
        + "% at \((experiment.densities.first ?? .nan).brief); \((masked * 100).brief(2)) % of inputs "
        + "have no gradient",
      held: share < 0.5 && masked > 0.5)
  }

  private var nearness: Claim {
    let shares = equallyAttacked.map { $0.featureHarm / $0.worstHarm }
    let bounds = equallyAttacked.map { ($0.worst - $0.clean) / ($0.bound - $0.clean) }
    func range(_ values: [Double]) -> String {
      "\(((values.min() ?? .nan) * 100).brief(2)) to \(((values.max() ?? .nan) * 100).brief(2)) %"
    }
    return Claim(
      "the rows of WᵀW are the attacks to use",
      measured: "they do \(range(shares)) of the worst harm that ascent finds, which is "
        + "\(range(bounds)) of a bound on what is possible",
      held: (shares.min() ?? 0) > 0.7,
      remark: "each is the best for one feature's answer, not for the loss of all")
  }
}

/// Pearson's correlation.
func correlation(_ x: [Double], _ y: [Double]) -> Double {
  let count = Double(min(x.count, y.count))
  let meanX = x.reduce(0, +) / count
  let meanY = y.reduce(0, +) / count
  var products = 0.0
  var squaresX = 0.0
  var squaresY = 0.0
  for (a, b) in zip(x, y) {
    products += (a - meanX) * (b - meanY)
    squaresX += (a - meanX) * (a - meanX)
    squaresY += (b - meanY) * (b - meanY)
  }
  return products / (squaresX * squaresY).squareRoot()
}
