internal import Foundation
internal import SuperposePlot
internal import ToyFigures
public import ToyLib

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

  public var compared: [ComparedModel] {
    rows.flatMap { row in
      zip(row.densities, row.models).map { ComparedModel("\(row.kind), 1 − S = \($0.brief)", $1) }
    }
  }

  public func draw() -> [NamedFigure] {
    rows.map { NamedFigure($0.kind.figureName, $0.figure) }
  }
}
