internal import JSON
internal import Plot
public import ToyLib

/// Models from dense to sparse under attack: does superposition make them vulnerable?
///
/// Source: Elhage et al. (2022), "Adversarial robustness"; figures 26 and 27. Sizes are those of
/// Gorton and Lewis (2025), as the paper gives none.
public struct AdversarialExamples: Experiment {
  public static let name = "adversarial-examples"
  public static let source = "Elhage et al. (2022), Relationship to Adversarial Robustness; figures 26, 27"
  public static let question = "Does superposition make models vulnerable to adversarial examples?"

  public var features = 100
  public var hidden = 20
  /// 1 − S, one model for each; the first is the one without superposition.
  public var densities: [Double] = [
    1, 0.8, 0.6, 0.5, 0.44, 0.36, 0.3, 0.26, 0.2, 0.15, 0.12, 0.09, 0.07, 0.05, 0.03, 0.01,
  ]
  public var steps = 8_000
  /// ε as a share of the mean length of the inputs.
  public var strength = 0.1
  /// Attacked inputs of each model.
  public var samples = 400
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
    let vulnerabilities = try zip(models, samplers).map { model, sampler in
      let inputs = try sampler.samples(samples, seed: seed)
      return try model.network.vulnerability(on: inputs, radius: strength * inputs.meanRowNorm)
    }
    return AdversarialExamplesResult(
      experiment: self, networks: models.map(\.network), vulnerabilities: vulnerabilities)
  }
}

/// How vulnerable the model of each density is.
public struct AdversarialExamplesResult: ExperimentResult {
  public let experiment: AdversarialExamples
  public let networks: [Network]
  public let vulnerabilities: [Vulnerability]

  /// ‖W‖²_F / m of each model.
  public var featuresPerDimension: [Double] { networks.map { Double($0.featuresPerDimension) } }

  /// What one attack adds to the loss, in units of ε², relative to the first model: the change that
  /// an attack of one size makes in every model.
  public var vulnerability: [Double] { relative(vulnerabilities.map(\.featureHarm)) }
  /// The same for the one attack that harms most on average.
  public var singleVulnerability: [Double] { relative(vulnerabilities.map(\.singleHarm)) }
  /// What one attack adds to the loss, relative to the first model: an attack's size shrinks with
  /// the inputs, which are short when they are sparse.
  public var rawVulnerability: [Double] {
    relative(vulnerabilities.map { $0.featureAttacks - $0.clean })
  }
  /// What following the gradient adds, as a share of what the feature attacks add.
  public var gradientShare: [Double] {
    vulnerabilities.map { $0.gradientHarm / $0.featureHarm }
  }

  private func relative(_ values: [Double]) -> [Double] {
    values.map { $0 / (values.first ?? 1) }
  }

  public func draw() -> [NamedFigure] {
    let densities = experiment.densities
    return [
      NamedFigure(
        "adversarial",
        .adversarialVulnerability(
          densities: densities, vulnerability: vulnerability,
          featuresPerDimension: featuresPerDimension)),
      NamedFigure(
        "adversarial-raw",
        .adversarialVulnerability(
          densities: densities, vulnerability: rawVulnerability,
          featuresPerDimension: featuresPerDimension)),
      NamedFigure("adversarial-gradient", gradientFigure),
    ]
  }

  /// How much of the harm a gradient finds, and on how many samples it finds none.
  private var gradientFigure: Figure {
    let x = experiment.densities.map { 1 / $0 }
    let masked = vulnerabilities.map(\.masked)
    let plot = Plot {
      Rule(y: 1, dash: [4, 3])
      Line(x: x, y: gradientShare, stroke: Color.red, strokeWidth: 1.8)
      Dot(x: x, y: gradientShare, radius: 2.8, fill: Color.red)
      Line(x: x, y: masked, stroke: Color.blue, strokeWidth: 1.8)
      Dot(x: x, y: masked, radius: 2.8, fill: Color.blue)
      Text(
        x: [x.last ?? 1, x.last ?? 1], y: [gradientShare.last ?? 0, masked.last ?? 0],
        text: ["harm found by gradients", "inputs without a gradient"],
        fill: [Color.red, Color.blue], side: .right, gap: 8)
    }
    .x(.log, label: "1 / (1 − S)").y(domain: 0...1.1, label: "share").size(620, 260)
    .reserving(right: 150)
    var figure = Figure(plot)
    figure.name = "Gradient attacks"
    figure.summary =
      "The share of the feature attacks' harm that following gradients finds, and the share of "
      + "inputs without a gradient, against 1/(1−S)."
    return figure
  }

  public var claims: Claims {
    [rise, tracking, raw, gradients, nearness]
  }

  private var largest: Double { vulnerability.max() ?? .nan }

  private var rise: Claim {
    Claim(
      "as superposition forms, vulnerability rises to more than three times that of the model "
        + "without",
      measured: "at most \(largest.brief(3)) times (each input attacked in its worst feature), "
        + "\((singleVulnerability.max() ?? .nan).brief(3)) times (one attack for all), per ε²",
      held: largest > 3 && (singleVulnerability.max() ?? 0) > 3)
  }

  private var tracking: Claim {
    let r = correlation(vulnerability, featuresPerDimension)
    let single = correlation(singleVulnerability, featuresPerDimension)
    return Claim(
      "it closely tracks the number of features per dimension",
      measured: "correlation \(r.brief(3)), \(single.brief(3)) for one attack for all",
      held: r > 0.9)
  }

  private var raw: Claim {
    Claim(
      "the rise is in the ratio of added losses itself, with ε a tenth of the mean input",
      measured: "at most \((rawVulnerability.max() ?? .nan).brief(3)) times, "
        + "\((rawVulnerability.last ?? .nan).brief(2)) at 1−S = "
        + "\((experiment.densities.last ?? .nan).brief)",
      held: (rawVulnerability.max() ?? 0) > 3,
      remark: "sparse inputs are short, so that ε shrinks: the paper must have divided by it, or "
        + "compared models on the same inputs")
  }

  private var gradients: Claim {
    let share = gradientShare.last ?? .nan
    let masked = vulnerabilities.last?.masked ?? .nan
    return Claim(
      "attacks that follow gradients fail for very sparse features",
      measured: "at 1−S = \((experiment.densities.last ?? .nan).brief) they find "
        + "\((share * 100).brief(2)) % of the harm; \((masked * 100).brief(2)) % of inputs have no "
        + "gradient",
      held: share < 0.6 && masked > 0.2)
  }

  private var nearness: Claim {
    let shares = vulnerabilities.map { $0.featureHarm / $0.worstHarm }
    let bounds = vulnerabilities.map { ($0.worst - $0.clean) / ($0.bound - $0.clean) }
    func range(_ values: [Double]) -> String {
      "\(((values.min() ?? .nan) * 100).brief(2)) to \(((values.max() ?? .nan) * 100).brief(2)) %"
    }
    return Claim(
      "the rows of WᵀW are the best attacks",
      measured: "they do \(range(shares)) of the worst harm found by ascent, which is "
        + "\(range(bounds)) of what is possible at all",
      held: (shares.min() ?? 0) > 0.9,
      remark: "best for one feature's answer; the loss of all features together has worse ones")
  }
}

/// Pearson's correlation.
func correlation(_ x: [Double], _ y: [Double]) -> Double {
  let count = Double(min(x.count, y.count))
  let meanX = x.reduce(0, +) / count
  let meanY = y.reduce(0, +) / count
  var products = 0.0, squaresX = 0.0, squaresY = 0.0
  for (a, b) in zip(x, y) {
    products += (a - meanX) * (b - meanY)
    squaresX += (a - meanX) * (a - meanX)
    squaresY += (b - meanY) * (b - meanY)
  }
  return products / (squaresX * squaresY).squareRoot()
}
