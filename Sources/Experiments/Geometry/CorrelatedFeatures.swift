internal import Foundation
public import SuperposeJSON
public import ToyLib

/// Small sets of features that appear together, or never together: which directions do they get?
///
/// Source: Elhage et al. (2022), "Organization of Correlated and Anticorrelated Features"; figures 19
/// to 21. The paper gives no densities; five are shown of each, as there are five panels.
public struct CorrelatedFeatures: TrainingExperiment {
  public static let name = "correlated-features"
  public static let source =
    "Elhage et al. (2022), Organization of Correlated and Anticorrelated Features; figures 19 to 21"
  public static let question = "Where do features go that appear together, or never together?"

  /// One row of the figure.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case correlatedPairs, anticorrelatedPairs, threeCorrelatedPairs
  }

  /// 1 − S of a set, one model for each.
  @Setting(from: "ours: the paper gives none") public var densities: [Kind: [Double]] = [
    .correlatedPairs: [0.05, 0.03, 0.02, 0.01, 0.005],
    .anticorrelatedPairs: [0.3, 0.2, 0.15, 0.1, 0.05],
    .threeCorrelatedPairs: [0.03, 0.02, 0.015, 0.01, 0.005],
  ]
  @Setting(from: "ours") public var recipe = Training(steps: 10_000)
  /// Models for each density; the best is shown.
  @Setting(from: "ours: few starts find a hexagon") public var restarts = 32
  public var seed: UInt64 = 1

  public init() {}

  public var constants: [Parameter] {
    [Parameter("hidden", 2, from: "figures 19 to 21")]
  }

  public mutating func shorten() {
    densities = densities.mapValues { Array($0.prefix(2)) }
    recipe.steps = 1_000
    restarts = 6
  }

  public func run() throws -> CorrelatedFeaturesResult {
    let rows = try Kind.allCases.map { kind in
      let groups = (densities[kind] ?? []).map { kind.features(density: $0) }
      let models = try groups.map { groups in
        try ReLUOutputModel(hidden: 2).train(
          on: groups, instances: restarts, seed: seed, training: recipe)
      }
      return CorrelatedFeaturesResult.Row(
        kind: kind, densities: densities[kind] ?? [], members: groups.first?.members ?? [],
        runs: models)
    }
    return CorrelatedFeaturesResult(experiment: self, rows: rows)
  }
}

extension [CorrelatedFeatures.Kind: [Double]]: ParameterValue {
  public var json: JSONValue {
    .object(JSONObject(map { ($0.key.rawValue, $0.value.json) }))
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
