internal import Foundation
internal import SuperposePlot
internal import ToyFigures
public import ToyLib

/// The dimensionalities and the loss of one model during training.
public struct EnergyLevelsResult: ExperimentResult {
  public let experiment: EnergyLevels
  /// The model of the figure.
  public let model: TrainedModel
  public let course: FeatureCourse
  /// Its loss (mean over features) at the course's steps, on the same 131,072 samples.
  public let losses: [Double]
  /// The index of its instance.
  public let instance: Int
  /// The final state of every instance.
  public let digons: [(atHalf: Int, represented: Int)]

  public var compared: [ComparedModel] { [ComparedModel("the model shown", model)] }

  public func draw() -> [NamedFigure] {
    [
      NamedFigure(
        "energy-levels",
        .dimensionalityTrajectories(
          steps: course.steps, dimensionalities: course.dimensionalities, losses: losses))
    ]
  }

  /// A jump after most features have settled, and the change of the loss during it.
  public struct Jump: Sendable, Hashable {
    public let from: Int, to: Int
    /// The decrease of the loss.
    public let drop: Double
    /// Features that moved by more than 0.1.
    public let features: [Int]
  }

  /// The step from which on most represented features stay at 1/2: jumps are looked for later.
  public var settled: Int {
    let final = (course.dimensionalities.last ?? []).indices.filter {
      (course.dimensionalities.last?[$0] ?? 0) > 0.25
    }
    let place = course.dimensionalities.firstIndex { row in
      2 * final.count { abs(row[$0] - 0.5) < 0.05 } > final.count
    }
    return place.map { course.steps[$0] } ?? 0
  }

  /// The jumps after ``settled`` in which a feature moved by more than 0.1.
  public var jumps: [Jump] {
    course.jumps(from: settled).compactMap { range in
      let before = course.dimensionalities[range.lowerBound]
      let after = course.dimensionalities[range.upperBound]
      let moved = before.indices.filter { abs(before[$0] - after[$0]) > 0.1 }
      guard !moved.isEmpty else { return nil }
      return Jump(
        from: course.steps[range.lowerBound], to: course.steps[range.upperBound],
        drop: losses[range.lowerBound] - losses[range.upperBound], features: moved)
    }
  }
}
