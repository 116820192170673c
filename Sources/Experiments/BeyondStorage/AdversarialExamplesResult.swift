internal import SuperposePlot
internal import ToyFigures
public import ToyLib

/// The vulnerability of the model of each density.
public struct AdversarialExamplesResult: ExperimentResult {
  public let experiment: AdversarialExamples
  public let networks: [Network]
  /// Every model attacked with the same ε.
  public let equallyAttacked: [Vulnerability]
  /// Every model attacked with an ε proportional to its inputs, which are short if they are sparse.
  public let ownAttacked: [Vulnerability]

  public var compared: [ComparedModel] {
    zip(experiment.densities, networks).map { density, network in
      ComparedModel(
        "1 − S = \(density.brief(3))", network,
        on: SparseFeatures(count: experiment.features, density: density))
    }
  }

  /// ‖W‖²_F / m of each model.
  public var featuresPerDimension: [Double] { networks.map { Double($0.featuresPerDimension) } }

  /// The increase of the loss by attacks of one size, relative to the first model.
  public var vulnerability: [Double] { relative(equallyAttacked.map(\.featureHarm)) }
  /// The same for the single attack that increases a model's mean loss most.
  public var singleVulnerability: [Double] { relative(equallyAttacked.map(\.singleHarm)) }
  /// The increase of the loss by attacks proportional to the inputs, relative to the first model.
  public var rawVulnerability: [Double] {
    relative(ownAttacked.map { $0.featureAttacks - $0.clean })
  }
  /// The same in units of ε².
  public var scaledVulnerability: [Double] { relative(ownAttacked.map(\.featureHarm)) }
  /// The increase of the loss by attacks proportional to the inputs, as a fraction of each model's loss
  /// without attacks, relative to the first model.
  public var fractionalVulnerability: [Double] {
    relative(ownAttacked.map { ($0.featureAttacks - $0.clean) / $0.clean })
  }
  /// The increase of the loss by gradient attacks, as a fraction of the largest increase that was
  /// found.
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

  /// The fraction of the increase that gradient attacks find, and the fraction of samples without a
  /// gradient.
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
    let figure = Figure(plot)
    return figure.named(
      "Gradient attacks",
      "The share of the worst harm that following gradients finds, and the share of inputs without "
        + "a gradient, against 1/(1−S).")
  }
}
