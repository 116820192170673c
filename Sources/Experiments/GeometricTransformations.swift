internal import Foundation
internal import SuperposeJSON
internal import SuperposePlot
public import ToyFigures
public import ToyLib

/// Two sets of three correlated features in three dimensions, from a small start: learning as a
/// sequence of geometric transformations.
///
/// Source: Elhage et al. (2022), "Superposition and Learning Dynamics"; figure 25.
public struct GeometricTransformations: Experiment {
  public static let name = "geometric-transformations"
  public static let source = "Elhage et al. (2022), Superposition and Learning Dynamics; figure 25"
  public static let question = "By which shapes does a model come to the one it ends with?"

  public var sets = 2
  public var setSize = 3
  public var hidden = 3
  /// 1 − S of a set.
  public var density = 0.05
  public var steps = 10_000
  public var batch = 2_048
  /// Of the initial weights: a small one keeps the stages apart.
  public var deviation = 0.01
  /// Models; the figure shows the one whose losses are nearest to the median of all.
  public var restarts = 12
  public var seed: UInt64 = 2

  public init() {}

  public var parameters: [Parameter] {
    [
      Parameter("sets", .integer(sets), from: "figure 25"),
      Parameter("setSize", .integer(setSize), from: "figure 25"),
      Parameter("hidden", .integer(hidden), from: "figure 25"),
      Parameter("density", .number(density), from: "ours: the paper gives none"),
      Parameter("steps", .integer(steps), from: "ours"),
      Parameter("batch", .integer(batch), from: "ours"),
      Parameter("deviation", .number(deviation), from: "ours: shows the stages apart"),
      Parameter("restarts", .integer(restarts), from: "ours"),
    ]
  }

  public var shortened: GeometricTransformations {
    var copy = self
    copy.steps = 1_500
    copy.batch = 256
    copy.restarts = 2
    return copy
  }

  public func run() throws -> GeometricTransformationsResult {
    var training = Training()
    training.steps = steps
    training.batch = batch
    training.recordEvery = 10
    training.snapshots = Set(stride(from: 0, through: steps, by: 20))
    let groups = FeatureGroups.correlated(sets: sets, of: setSize, sparsity: 1 - density)
    let models = try ReLUOutputModel(
      hidden: hidden, initialWeights: .normal(deviation: deviation)
    ).train(on: groups, instances: restarts, seed: seed, training: training)
    return GeometricTransformationsResult(
      experiment: self, models: models, members: groups.members,
      components: try groups.principalComponents(seed: seed))
  }
}

/// The models, the most typical of which is shown.
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

  private var snapshots: [Snapshot] { model.snapshots.sorted { $0.step < $1.step } }

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

  public func draw() -> [NamedFigure] {
    let stages = stages.map { stage in
      GeometrySnapshot(step: stage.step, upright(stage.weights), letter: stage.letter)
    }
    // The end of a long run is no more than noise.
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

  /// The weights turned so that the first set surrounds the upright axis.
  private func upright(_ weights: Matrix) -> Matrix {
    guard weights.columns == 3, let first = members.first else { return weights }
    var target = Matrix(rows: weights.rows, columns: 3)
    for (place, feature) in first.enumerated() {
      let angle = 2 * Float.pi * Float(place) / Float(first.count)
      target[row: feature] = [0.816 * cos(angle), 0.816 * sin(angle), 0.577]
    }
    // Only weights that are no numbers cannot be turned; they are drawn as they are.
    return (try? weights.aligned(to: target).aligned) ?? weights
  }

  /// Whether a model ends as an octahedron: three antipodal pairs, at right angles to each other.
  static func isOctahedron(_ embedding: some Embedding) -> Bool {
    (try? embedding.tegumDecomposition().solid) == "octahedron"
  }

  public var claims: Claims {
    let shots = snapshots
    func shot(_ letter: Label) -> Snapshot? {
      stages.first { $0.letter == letter }.flatMap { stage in
        shots.first { $0.step == stage.step }
      }
    }
    return Claims([linear(shot("B")), opening(shot("C")), octahedron(shot("D")), attractor])
  }

  private func linear(_ snapshot: Snapshot?) -> Claim {
    let shape = snapshot.map { Shape($0, members) }
    let overlap =
      snapshot.flatMap { try? components.overlap(with: $0, components: members.count) } ?? .nan
    return Claim(
      "B: first the sets move apart as two bundles, the principal components of the data",
      measured: shape.map {
        "step \($0.step): cosine within sets \($0.within.brief(3)), \($0.across.brief(2)) across, "
          + "length \($0.norm.brief(3)) (1/√3 = 0.577); \((overlap * 100).brief(3)) % of the "
          + "principal components kept"
      } ?? "no such stage",
      held: (shape.map { $0.within > 0.98 && abs($0.norm - 0.577) < 0.03 } ?? false)
        && overlap > 0.98)
  }

  private func opening(_ snapshot: Snapshot?) -> Claim {
    let shape = snapshot.map { Shape($0, members) }
    return Claim(
      "C: each bundle opens into a triangle",
      measured: shape.map { "step \($0.step): cosine within sets \($0.within.brief(2))" }
        ?? "no such stage",
      held: shape != nil)
  }

  private func octahedron(_ snapshot: Snapshot?) -> Claim {
    guard let snapshot else {
      return Claim("D: an octahedron", measured: "no such stage", held: false)
    }
    let pairs = (try? snapshot.tegumDecomposition().factors.map(\.features)) ?? []
    let isAcross = pairs.allSatisfy { pair in
      members.allSatisfy { set in pair.count { set.contains($0) } == 1 }
    }
    return Claim(
      "D: an octahedron, each feature opposite one of the other set",
      measured: "step \(snapshot.step): \(pairs.count) antipodal pairs"
        + (isAcross ? ", all across sets" : "") + ", cosine within sets "
        + Shape(snapshot, members).within.brief(2),
      held: Self.isOctahedron(snapshot) && isAcross)
  }

  private var attractor: Claim {
    let ending = models.count { Self.isOctahedron($0) }
    return Claim(
      "the octahedron is a strong attractor",
      measured: "\(ending) of \(models.count) models end as one",
      held: Double(ending) >= 0.75 * Double(models.count))
  }
}
