internal import ToyLib

/// Networks for absolute values with several initial biases and rates, and with more and more neurons, beside feature
/// decoders.
public struct MonosemanticAbsoluteValuesResult: ExperimentResult, MonosemanticityFindings {
  public let experiment: MonosemanticAbsoluteValues
  /// One for each rate and bias, rate by rate.
  public let grid: [DecodingNetwork]
  /// One for each number of neurons.
  public let series: [DecodingNetwork]
  /// Feature decoders with half as many neurons and the rates and biases of the grid, in the same order.
  public let decoders: [DecodingNetwork]

  public var baselines: Baselines { taskBaselines }
  public var claims: Claims { Claims(taskClaims + [bothSigns, agreement]) }

  public func draw() -> [NamedFigure] {
    [
      NamedFigure("monosemantic-absolute-values", overview), NamedFigure("absolute-value-neurons", shares),
      NamedFigure("absolute-values-by-neurons", sizes), NamedFigure("two-tasks", tasks),
    ]
  }

  /// Beside what random places of as many neurons give.
  private var bothSigns: Claim {
    let statement = "features have monosemantic neurons for both signs or for none"
    let networks = grid + series
    guard let most = networks.max(by: { $0.trained.features < $1.trained.features }), most.trained.features >= 10 else {
      return .notAsked(statement, needs: "a network with ten features that have a monosemantic neuron")
    }
    let (features, both) = (most.trained.features, most.trained.bothSigns)
    let share = Double(features + both) / Double(2 * experiment.features)
    let chance = share * share * Double(experiment.features)
    return Claim(
      statement,
      measured: "of \(most.decoder.neurons) neurons, \(both) of \(features) features for both signs; by chance "
        + "\(chance.brief(2))", held: Double(both) >= 1.25 * chance,
      threshold: "ours: 1.25 times as many as by chance, in the network with the most such features")
  }

  /// Whether the settings order the networks of both tasks alike, and whether both answer the source's claims alike.
  private var agreement: Claim {
    let statement = "both tasks agree: the same settings make networks more monosemantic"
    guard grid.count >= 6 else { return .notAsked(statement, needs: "six networks or more") }
    let other = EngineeredMonosemanticityResult(experiment: experiment.decoding, grid: decoders, series: [])
    let answers = zip(taskClaims, other.taskClaims).filter { $0.isAsked && $1.isAsked }
    let same = answers.count { $0.held == $1.held }
    let found = rankCorrelation(grid.map(\.trained.meanShare), decoders.map(\.trained.meanShare))
    let counted = rankCorrelation(
      grid.map { Double($0.trained.monosemantic) }, decoders.map { Double($0.trained.monosemantic) })
    return Claim(
      statement,
      measured: "rank correlation over \(grid.count) settings \(found.brief(2)) of the mean shares, "
        + "\(counted.brief(2)) of the numbers of monosemantic neurons; the same answer to \(same) of "
        + "\(answers.count) claims",
      held: found >= 0.8 && same + 1 >= answers.count,
      threshold: "ours: a rank correlation of 0.8 of the mean shares, and at most one claim answered differently")
  }
}
