internal import SuperposeAutoencoders
internal import SuperposePlot
internal import ToyLib

extension AbsorptionResult {
  public func draw() throws -> [NamedFigure] { [NamedFigure("absorption", try dictionaries())] }

  /// Latents against features, for the autoencoder of each kind with the lowest loss.
  private func dictionaries() throws -> Figure {
    let plots = try [
      plot(vanilla, vanillaEvaluations, "ordinary loss"),
      plot(matryoshka, matryoshkaEvaluations, "Matryoshka"),
    ]
    let families = experiment.parents * (experiment.children + 1)
    let figure = Figure(
      Panels(rows: [[Panels(plots).gap(24)], [CosineMap.key]]).gap(0, 8),
      caption: "Each latent is in the row of the feature that it is paired with. The first \(families) features are "
        + "\(experiment.parents) parents, each followed by its \(experiment.children) children.")
    return figure.named(
      "Absorption",
      "Two heat maps of the cosines of latents and true features. A true dictionary is the identity; absorption is "
        + "a parent's column with cosines in the rows of its children."
    ).numbers([
      .init("absorption, ordinary loss", mean(vanillaEvaluations.map(absorption))),
      .init("absorption, Matryoshka", mean(matryoshkaEvaluations.map(absorption))),
    ])
  }

  private func plot(
    _ trained: [TrainedAutoencoder], _ evaluations: [DictionaryEvaluation], _ title: String
  ) throws -> Plot {
    let best = trained.indices.min { trained[$0].evaluation.total < trained[$1].evaluation.total } ?? 0
    return try CosineMap.plot(
      cosines(trained[best], evaluations[best]), title,
      subtitle: "MCC \(evaluations[best].meanMatchedCosine.brief(3))"
    ).size(290, 320)
  }
}
