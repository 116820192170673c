internal import SuperposePlot
internal import ToyFigures
public import ToyLib

/// The models of each run.
public struct ColabResult: ExperimentResult {
  public let experiment: Colab
  public let models: [Colab.Run: TrainedModels]

  public var compared: [ComparedModel] {
    experiment.runs.flatMap { run in
      zip(run.densities, models[run].map(Array.init) ?? []).map {
        ComparedModel("\(run.rawValue), 1 − S = \($0.brief(2))", $1)
      }
    }
  }

  public func draw() -> [NamedFigure] {
    experiment.runs.flatMap { run in
      models[run].map { figures(run, Array($0)) } ?? []
    }
  }

  private func figures(_ run: Colab.Run, _ models: [TrainedModel]) -> [NamedFigure] {
    switch run {
    case .introduction:
      let panels = zip(run.densities, models).map {
        ModelPanel($1, title: "1 − S = \($0.brief(3))")
      }
      return [
        NamedFigure(
          "colab-introduction",
          .featureEmbeddings(panels, importance: models.first?.importance, columns: 5))
      ]
    case .sparsity:
      let panels = stride(from: 0, to: models.count, by: 2).map { index in
        ModelPanel(models[index], title: "1 − S = \(run.densities[index].brief(2))")
      }
      return [NamedFigure("colab-features", .weightsAndBiases(panels, columns: 4))]
    case .geometry:
      return [
        NamedFigure(
          "colab-dimensions-per-feature",
          .dimensionsPerFeature(models, densities: run.densities)),
        NamedFigure(
          "colab-dimensionality", .featureDimensionality(models, densities: run.densities)),
      ]
    }
  }
}
