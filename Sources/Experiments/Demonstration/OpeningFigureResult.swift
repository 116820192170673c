internal import SuperposePlot
internal import ToyFigures
public import ToyLib

/// The models of each sparsity.
public struct OpeningFigureResult: ExperimentResult {
  public let experiment: OpeningFigure
  /// One run for each sparsity, all its restarts.
  public let runs: [TrainedModels]

  /// The best model of each sparsity.
  public var models: [TrainedModel] { runs.map(\.best) }

  public var compared: [ComparedModel] {
    zip(experiment.sparsities, models).map { ComparedModel("S = \($0.brief)", $1) }
  }

  public func draw() -> [NamedFigure] {
    let panels = zip(experiment.sparsities, models).map { sparsity, model in
      ModelPanel(model, title: "\((sparsity * 100).brief(3)) % sparsity")
    }
    let importance = models.first?.importance
    return [
      NamedFigure(
        "opening",
        .featureEmbeddings(panels, importance: importance, progress: "increasing feature sparsity")),
      NamedFigure("opening-weights", .weightsAndBiases(panels, columns: 3)),
    ]
  }

  public var claims: Claims {
    Claims(
      Self.represented.map { sparsity, count, statement in
        guard experiment.features == 5,
          let index = experiment.sparsities.firstIndex(of: sparsity)
        else {
          return .notAsked(statement, needs: "five features and a sparsity of \(sparsity.brief)")
        }
        let model = models[index]
        let found = model.representedFeatures()
        let gaps = ((try? model.kGon())?.gaps ?? []).map { "\($0.brief(3))°" }
        return Claim(
          statement,
          measured: "\(found) of \(experiment.features) represented, "
            + "D = \(model.featureDimensionality.map { Double($0).brief(2) }.joined(separator: ", "))"
            + "; gaps \(gaps.joined(separator: ", "))",
          held: found == count)
      })
  }

  /// The claims of the paper's three panels.
  private static let represented: [(sparsity: Double, count: Int, statement: String)] = [
    (0, 2, "when every feature is present, the two most important get a dimension each"),
    (0.8, 4, "at 80 % sparsity four features form two antipodal pairs"),
    (0.9, 5, "at 90 % sparsity all five features form a pentagon"),
  ]
}
