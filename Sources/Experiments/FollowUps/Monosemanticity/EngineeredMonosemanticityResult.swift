/// Networks with several initial biases and rates, and networks with more and more neurons.
public struct EngineeredMonosemanticityResult: ExperimentResult, MonosemanticityFindings {
  public let experiment: EngineeredMonosemanticity
  /// One for each rate and bias, rate by rate.
  public let grid: [DecodingNetwork]
  /// One for each number of neurons.
  public let series: [DecodingNetwork]

  public var baselines: Baselines { taskBaselines }
  public var claims: Claims { Claims(taskClaims) }

  public func draw() -> [NamedFigure] {
    [
      NamedFigure("engineered-monosemanticity", overview), NamedFigure("monosemantic-neurons", shares),
      NamedFigure("monosemanticity-by-neurons", sizes),
    ]
  }
}
