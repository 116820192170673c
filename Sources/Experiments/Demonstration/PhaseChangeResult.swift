public import SuperposePlot
public import ToyFigures
public import ToyLib

/// A measured diagram for each number of features, with its theory.
public struct PhaseChangeResult: ExperimentResult {
  /// Models and theory at the same points.
  public struct Diagram: Sendable {
    public let theory: PhaseTheory
    /// Shape [densities, importances], the lowest first.
    public let points: [[PhasePoint]]

    /// n
    public var features: Int { theory.features }

    /// The measured diagram for the figure: of the best models, or of all kept models.
    public func map(_ models: KeyPath<PhasePoint, PhasePoint.Extra>, title: Label) -> PhaseMap {
      let extras = points.map { $0.map { $0[keyPath: models] } }
      return PhaseMap(
        norms: extras.map { $0.map { Float($0.norm) } },
        superposition: extras.map { $0.map { Float($0.superposition) } }, title: title)
    }

    /// The fraction of points at which the extra feature is in the phase predicted by theory.
    public func agreement(
      of models: KeyPath<PhasePoint, PhasePoint.Extra>,
      where isCounted: (PhasePoint) -> Bool = { _ in true }
    ) -> Double {
      let counted = points.flatMap(\.self).filter(isCounted)
      let agreeing = counted.count { point in
        let theory = theory.best(importance: point.importance, density: point.density)
        return point[keyPath: models].phase == theory.phase
      }
      return Double(agreeing) / Double(max(counted.count, 1))
    }
  }

  public let experiment: PhaseChange
  public let diagrams: [Diagram]

  /// The best model of every point.
  public var compared: [ComparedModel] {
    diagrams.flatMap { diagram in
      diagram.points.flatMap(\.self).map { point in
        ComparedModel(
          "n = \(diagram.features), I = \(point.importance.brief(2)), 1 − S = \(point.density.brief(2))",
          point.bestNetwork, on: SparseFeatures(count: diagram.features, density: point.density))
      }
    }
  }

  public func draw() throws -> [NamedFigure] {
    diagrams.map { diagram in
      let figure = Figure.phaseDiagrams([
        diagram.map(\.mean, title: averaged), diagram.map(\.best, title: "the best model"),
        diagram.theory.phaseMap(),
      ]).numbers([
        .init("agreement of the best models with theory", diagram.agreement(of: \.best))
      ])
      return NamedFigure("phase-diagram-n\(diagram.features)", figure)
    } + [NamedFigure("theory", try theoryFigure)]
  }

  private var averaged: Label {
    let kept = experiment.models - min(experiment.dropped, experiment.models - 1)
    return "mean of the best \(kept) models"
  }

  /// The solutions with their colours.
  private var theoryFigure: Figure {
    get throws {
      let maps = try diagrams.map { try TheoryMap(theory: $0.theory).plot }
      let key = TheoryMap.key(of: diagrams.map(\.theory))
      return Figure(Panels(rows: [[Panels(maps, columns: 2).gap(30)], [key]]).gap(0, 4)).named(
        "The best of the fixed solutions",
        "Which of the fixed solutions has least loss at each relative importance and density.")
    }
  }
}

extension PhaseChangeResult.Diagram {
  var name: String { "n = \(features), m = \(features - 1)" }
}
