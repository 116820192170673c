public import SuperposeDisplay
public import SuperposePlot
public import ToyLib

extension ThomsonSolution {
  /// The points with edges between nearest neighbours: in two dimensions with the first point at
  /// the top, otherwise along the first three principal axes.
  public var figure: Figure {
    // The points of a solution are finite, so orienting them cannot fail.
    let turned = try? problem.dimensions <= 2 ? oriented() : alongPrincipalAxes
    let rows = (turned ?? weights).doubleRows.map { Array($0.prefix(3)) }
    var figure = Polytope(
      rows, hasSpokes: problem.dimensions == 2,
      viewpoint: problem.dimensions == 2 ? .top : .oblique, size: Size(260, 260)
    ).figure
    figure.name = "Thomson problem"
    figure.summary = description
    figure.caption = description
    return figure
  }
}

extension ThomsonSolution: Displayable {
  public var mimeBundle: MIMEBundle { get throws { try figure.mimeBundle } }
}
