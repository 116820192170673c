public import SuperposeDisplay
public import SuperposePlot

/// What an experiment found: numbers first; figures and claims are made from them when asked for.
public protocol ExperimentResult: Displayable, CustomStringConvertible, Sendable {
  associatedtype Source: Experiment

  /// What was run.
  var experiment: Source { get }
  /// What the source says of this experiment, and what came out here.
  var claims: Claims { get }
  /// The figures, the source's own first. Use ``figures``, which says where they come from.
  ///
  /// - Throws: `PlotError` when the result cannot be drawn.
  func draw() throws -> [NamedFigure]
}

/// A figure and the name of its file, without its ending.
public struct NamedFigure: Sendable {
  public var name: String
  public var figure: Figure

  /// - Parameter name: Unique within its experiment, such as `phase-diagram`.
  public init(_ name: String, _ figure: Figure) {
    self.name = name
    self.figure = figure
  }
}

extension ExperimentResult {
  /// All figures, with the experiment that made them in their files. When the result cannot be
  /// drawn, one figure that says why as it is shown or saved.
  public var figures: [NamedFigure] {
    do {
      return try draw().map { NamedFigure($0.name, $0.figure.provenance(experiment.provenance)) }
    } catch {
      return [NamedFigure(Source.name, .refusing("\(error)"))]
    }
  }

  /// The figure of the source; the first of ``figures``.
  public var figure: Figure { figures[0].figure }

  /// The figure called `name`.
  public func figure(_ name: String) -> Figure? { figures.first { $0.name == name }?.figure }

  /// Shown as its first figure.
  public var mimeBundle: MIMEBundle { get throws { try figure.mimeBundle } }

  /// `OpeningFigure: 5 of 6 claims held`.
  public var description: String { "\(Source.self): \(claims)" }
}
