import SuperposeExperiments
import SuperposePlot
import Testing

@Suite struct FollowUpCatalogueTests {
  /// Every follow-up runs when it is short, says what it found and draws figures under names of its
  /// own.
  @Test(arguments: [
    "capacity-phases", "capacity-allocation", "double-descent", "double-descent-map", "k-gons",
    "k-gon-dynamics",
    "feature-recovery", "toy-autoencoders", "robust-scaling", "parameter-decomposition",
    "parameter-decomposition-40", "parameter-decomposition-mlp", "power-losses",
    "compressed-computation", "absorption",
    "wrong-sparsity", "synthetic-bench", "crosscoders", "read-out-floors", "pairwise-ands", "trained-ands",
    "superposition-measure", "interference-weights", "engineered-monosemanticity", "wrong-sparsity-large",
  ])
  func `runs short`(name: String) throws {
    let experiment = try #require(Catalogue.experiment(named: name))
    try check(experiment)
  }

  private func check(_ experiment: some Experiment) throws {
    let result = try experiment.shortened.run()
    #expect(!result.claims.isEmpty)
    let figures = result.figures
    #expect(Set(figures.map(\.name)).count == figures.count)
    for figure in figures {
      #expect(figure.figure.provenance?.seed == experiment.seed)
      #expect(try !figure.figure.svg().isEmpty)
    }
  }
}
