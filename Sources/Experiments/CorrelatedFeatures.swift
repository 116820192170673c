internal import Foundation
internal import SuperposeJSON
internal import SuperposePlot
internal import ToyFigures
public import ToyLib

/// Small sets of features that appear together, or never together: which directions do they get?
///
/// Source: Elhage et al. (2022), "Organization of Correlated and Anticorrelated Features"; figures 19
/// to 21. The paper gives no densities; five are shown of each, as there are five panels.
public struct CorrelatedFeatures: Experiment {
  public static let name = "correlated-features"
  public static let source =
    "Elhage et al. (2022), Organization of Correlated and Anticorrelated Features; figures 19 to 21"
  public static let question = "Where do features go that appear together, or never together?"

  /// One row of the figure.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case correlatedPairs, anticorrelatedPairs, threeCorrelatedPairs
  }

  /// 1 − S of a set, one model for each.
  public var densities: [Kind: [Double]] = [
    .correlatedPairs: [0.05, 0.03, 0.02, 0.01, 0.005],
    .anticorrelatedPairs: [0.3, 0.2, 0.15, 0.1, 0.05],
    .threeCorrelatedPairs: [0.03, 0.02, 0.015, 0.01, 0.005],
  ]
  public var steps = 10_000
  /// Models for each density; the best is shown.
  public var restarts = 32
  public var seed: UInt64 = 1

  public init() {}

  public var parameters: [Parameter] {
    Kind.allCases.map { kind in
      Parameter(
        kind.rawValue, .array((densities[kind] ?? []).map { .number($0) }),
        from: "ours: the paper gives none")
    } + [
      Parameter("hidden", 2, from: "figures 19 to 21"),
      Parameter("steps", .integer(steps), from: "Colab"),
      Parameter(
        "restarts", .integer(restarts), from: "ours: a hexagon is found by one start in five"),
    ]
  }

  public var shortened: CorrelatedFeatures {
    var copy = self
    copy.densities = densities.mapValues { Array($0.prefix(2)) }
    copy.steps = 1_000
    copy.restarts = 6
    return copy
  }

  public func run() throws -> CorrelatedFeaturesResult {
    let rows = try Kind.allCases.map { kind in
      let groups = (densities[kind] ?? []).map { kind.features(density: $0) }
      let models = try groups.map { groups in
        try ReLUOutputModel(hidden: 2).train(
          on: groups, steps: steps, instances: restarts, seed: seed)
      }
      return CorrelatedFeaturesResult.Row(
        kind: kind, densities: densities[kind] ?? [], members: groups.first?.members ?? [],
        runs: models)
    }
    return CorrelatedFeaturesResult(experiment: self, rows: rows)
  }
}

extension CorrelatedFeatures.Kind {
  /// Its sets, each present with probability `density`.
  func features(density: Double) -> FeatureGroups {
    switch self {
    case .correlatedPairs: .correlated(sets: 2, of: 2, sparsity: 1 - density)
    case .anticorrelatedPairs: .anticorrelated(sets: 2, of: 2, sparsity: 1 - density)
    case .threeCorrelatedPairs: .correlated(sets: 3, of: 2, sparsity: 1 - density)
    }
  }

  var figureName: String {
    switch self {
    case .correlatedPairs: "correlated-pairs"
    case .anticorrelatedPairs: "anticorrelated-pairs"
    case .threeCorrelatedPairs: "three-correlated-pairs"
    }
  }
}

/// The models of each row.
public struct CorrelatedFeaturesResult: ExperimentResult {
  public let experiment: CorrelatedFeatures
  public let rows: [Row]

  /// The models of one kind of data.
  public struct Row: Sendable {
    public let kind: CorrelatedFeatures.Kind
    public let densities: [Double]
    /// The features of each set.
    public let members: [[Int]]
    /// All restarts at each density.
    public let runs: [TrainedModels]

    /// The best model of each density.
    public var models: [TrainedModel] { runs.map(\.best) }

    /// Cosines between the two members of each set, over all models.
    public var withinSets: [Double] {
      models.flatMap { model in members.map { cosine(model, $0[0], $0[1]) } }
    }

    /// For each feature the lowest cosine with a feature of another set, over all models.
    public var acrossSets: [Double] {
      models.flatMap { model in
        members.flatMap { set in
          set.map { i in
            members.filter { $0 != set }.flatMap(\.self).map { cosine(model, i, $0) }.min() ?? .nan
          }
        }
      }
    }

    private func cosine(_ model: TrainedModel, _ i: Int, _ j: Int) -> Double {
      let weights = model.weights
      let norms = weights.norms
      return Double(weights.dot(row: i, row: j) / max(norms[i] * norms[j], 1e-6))
    }

    /// The best models in one orientation, one panel for each density.
    var figure: Figure {
      let panels = zip(densities, models).map { density, model in
        // A model whose first feature has no direction is drawn as it is.
        ModelPanel(
          (try? model.oriented(first: 0, angle: 60)) ?? model.weights,
          title: "1 − S = \(density.brief)")
      }
      let sets = members.enumerated().flatMap { set, features in features.map { _ in set } }
      return .featureEmbeddings(panels, sets: sets)
    }
  }

  public func draw() -> [NamedFigure] {
    rows.map { NamedFigure($0.kind.figureName, $0.figure) }
  }

  public var claims: Claims { Claims(rows.flatMap(claims)) }

  private func claims(_ row: Row) -> [Claim] {
    func range(_ values: [Double]) -> String {
      "\((values.min() ?? .nan).brief(2)) to \((values.max() ?? .nan).brief(2))"
    }
    let within = row.withinSets
    switch row.kind {
    case .correlatedPairs:
      return [
        Claim(
          "correlated features are orthogonal, with features of the other set opposite",
          measured: "cosines \(range(within)) within sets, \(range(row.acrossSets)) across",
          held: within.allSatisfy { abs($0) < 0.15 } && row.acrossSets.allSatisfy { $0 < -0.9 })
      ]
    case .anticorrelatedPairs:
      return [
        Claim(
          "anticorrelated features are opposite each other", measured: "cosines \(range(within))",
          held: within.allSatisfy { $0 < -0.9 })
      ]
    case .threeCorrelatedPairs:
      let hexagons = row.models.count { isHexagon($0, row.members) }
      let share = zip(row.runs, row.densities).map { run, density in
        "\(density.brief): \(run.count { isHexagon($0, row.members) })"
      }
      return [
        Claim(
          "three correlated pairs form a hexagon, with the members of a pair side by side",
          measured: "\(hexagons) of \(row.models.count) best models; cosines \(range(within)) "
            + "within pairs",
          held: hexagons == row.models.count,
          remark: "of \(experiment.restarts) starts it is reached by "
            + share.joined(separator: ", "))
      ]
    }
  }

  /// Whether all features are represented and each pair takes two neighbouring places around the
  /// circle, less than 90° apart.
  private func isHexagon(_ model: TrainedModel, _ members: [[Int]]) -> Bool {
    guard model.representedFeatures() == model.network.features,
      let state = try? model.correlatedSets(members)
    else { return false }
    let angles = (0..<model.weights.rows).map { atan2(model.weights[$0, 1], model.weights[$0, 0]) }
    let around = angles.indices.sorted { angles[$0] < angles[$1] }
    let areNeighbours = members.allSatisfy { pair in
      guard let a = around.firstIndex(of: pair[0]), let b = around.firstIndex(of: pair[1]) else {
        return false
      }
      return [1, around.count - 1].contains(abs(a - b))
    }
    return areNeighbours && state.sets.allSatisfy { $0.state == .sideBySide }
  }
}
