internal import SuperposePlot
internal import ToyLib

/// The drawings.
public struct SchematicsResult: ExperimentResult {
  public let experiment: Schematics
  /// They contain no measurable claims.
  public var claims: Claims { [] }

  public func draw() -> [NamedFigure] {
    [
      NamedFigure("privileged-basis", bases), NamedFigure("interference", interference),
      NamedFigure("simulated-model", simulation), NamedFigure("set-up", setUp),
      NamedFigure("stack-plot", stackPlot), NamedFigure("absolute-value", absoluteValue),
    ]
  }
}
