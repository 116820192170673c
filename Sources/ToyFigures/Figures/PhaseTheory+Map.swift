public import SuperposePlot
public import ToyLib

extension PhaseTheory {
  /// The map for the paper's figure: norm and superposition of the extra feature.
  public func phaseMap(
    resolution: Int = 200, importance: ClosedRange<Double> = 0.1...10,
    density: ClosedRange<Double> = 0.01...1, title: Label = "theory"
  ) -> PhaseMap {
    let phases = map(resolution: resolution, importance: importance, density: density)
      .map { $0.map(\.phase) }
    return PhaseMap(
      norms: phases.map { $0.map { $0 == .notRepresented ? 0 : 1 } },
      superposition: phases.map { $0.map { $0 == .superposed ? 1 : 0 } },
      importance: importance, density: density, title: title)
  }
}
