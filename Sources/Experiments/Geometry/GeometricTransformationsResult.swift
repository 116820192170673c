internal import Foundation
internal import SuperposePlot
public import ToyFigures
public import ToyLib

/// The models; the most typical one is shown.
public struct GeometricTransformationsResult: ExperimentResult {
  public let experiment: GeometricTransformations
  public let models: TrainedModels
  /// The features of each set.
  public let members: [[Int]]

  /// The principal components of the data.
  public let components: PrincipalComponents
  /// The model that is shown: the one whose losses are nearest to the median of all models'.
  public let model: TrainedModel

  init(
    experiment: GeometricTransformations, models: TrainedModels, members: [[Int]],
    components: PrincipalComponents
  ) {
    self.experiment = experiment
    self.models = models
    self.members = members
    self.components = components
    model = Self.typical(models)
  }

  private static func typical(_ models: TrainedModels) -> TrainedModel {
    let curves = models.map { $0.history.map { log($0.loss) } }
    let count = curves.map(\.count).min() ?? 0
    let median = (0..<count).map { k in curves.map { $0[k] }.sorted()[curves.count / 2] }
    func distance(_ curve: [Double]) -> Double {
      zip(curve, median).reduce(0) { $0 + abs($1.0 - $1.1) }
    }
    let nearest = curves.indices.min { distance(curves[$0]) < distance(curves[$1]) }
    return models[nearest ?? 0]
  }

  /// A snapshot's mean cosines within and across sets, and mean length.
  struct Shape {
    let step: Int
    let within: Double, across: Double
    let norm: Double

    init(_ snapshot: Snapshot, _ members: [[Int]]) {
      let weights = snapshot.weights
      let norms = weights.norms
      var cosines: (within: [Double], across: [Double]) = ([], [])
      for i in 0..<weights.rows {
        for j in 0..<i {
          let cosine = Double(weights.dot(row: i, row: j) / max(norms[i] * norms[j], 1e-12))
          let isWithin = members.contains { $0.contains(i) && $0.contains(j) }
          if isWithin { cosines.within.append(cosine) } else { cosines.across.append(cosine) }
        }
      }
      func mean(_ values: [Double]) -> Double {
        values.reduce(0, +) / Double(max(values.count, 1))
      }
      step = snapshot.step
      within = mean(cosines.within)
      across = mean(cosines.across)
      norm = mean(norms.map(Double.init))
    }
  }

  var snapshots: [Snapshot] { model.snapshots.sorted { $0.step < $1.step } }

  /// The snapshots of the four stages, found by their shapes:
  /// A, the last with features shorter than 0.05; B, half way through the plateau on which each set
  /// is one bundle (mean cosine over 0.98, longer than 0.5); C, where the mean cosine within sets
  /// comes below 1/2; D, the first octahedron.
  public var stages: [GeometrySnapshot] {
    let shots = snapshots
    let shapes = shots.map { Shape($0, members) }
    let plateau = shapes.indices.filter { shapes[$0].within > 0.98 && shapes[$0].norm > 0.5 }
    let chosen: [(Int?, Label)] = [
      (shapes.lastIndex { $0.norm < 0.05 }, "A"),
      (plateau.isEmpty ? nil : plateau[plateau.count / 2], "B"),
      (
        plateau.last.flatMap { end in shapes.indices.first { $0 > end && shapes[$0].within < 0.5 }
        }, "C"
      ),
      (shots.firstIndex { Self.isOctahedron($0) }, "D"),
    ]
    return chosen.compactMap { place, letter in
      place.map { GeometrySnapshot(step: shots[$0].step, shots[$0], letter: letter) }
    }
  }

  public var compared: [ComparedModel] { [ComparedModel("the model shown", model)] }

  public func draw() -> [NamedFigure] {
    let stages = stages.map { stage in
      GeometrySnapshot(step: stage.step, upright(stage.weights), letter: stage.letter)
    }
    // The end of a long run is only noise.
    let end = stages.last.map { $0.step * 3 / 2 } ?? .max
    let curve = zip(model.history.map(\.step), model.history.map(\.loss).smoothed(window: 15))
      .filter { $0.0 <= end }
    let colors = members.enumerated().flatMap { set, features in features.map { _ in set } }
    return [
      NamedFigure(
        "geometric-transformations",
        .learningGeometry(
          steps: curve.map(\.0), losses: curve.map(\.1), snapshots: stages, sets: colors))
    ]
  }

  /// The weights rotated so that the first set surrounds the vertical axis.
  private func upright(_ weights: Matrix) -> Matrix {
    guard weights.columns == 3, let first = members.first else { return weights }
    var target = Matrix(rows: weights.rows, columns: 3)
    for (place, feature) in first.enumerated() {
      let angle = 2 * Float.pi * Float(place) / Float(first.count)
      target[row: feature] = [0.816 * cos(angle), 0.816 * sin(angle), 0.577]
    }
    // Only weights that are not finite cannot be rotated; they are drawn unchanged.
    return (try? weights.aligned(to: target).aligned) ?? weights
  }

  /// Whether a model ends as an octahedron: three antipodal pairs, at right angles to each other.
  static func isOctahedron(_ embedding: some Embedding) -> Bool {
    (try? embedding.tegumDecomposition().solid) == "octahedron"
  }
}
