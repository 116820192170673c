internal import ToyLib

extension ComputationInSuperposition {
  /// The models of one density: from random weights, and from a network without superposition.
  func models(_ sampler: SparseFeatures) throws -> [TrainedModel] {
    let starts = (0..<restarts).map { restart in
      AbsoluteValueModel(
        hidden: neurons, importance: importance,
        initialWeights: .normal(deviation: deviations[restart % deviations.count]))
    }
    let density = sampler.densities.first ?? 1
    let recipe = density <= rareDensity ? rareRecipe : recipe
    let random = try train(starts.map { ($0, sampler) }, seed: seed, training: recipe)
    let hand = try HandMadeNetworks(starts[0].architecture, features: sampler, seed: seed)
    let constructed = try hand.dedicated.trained(
      on: sampler, seed: seed, instance: restarts,
      training: constructedRecipe)
    return Array(random) + [constructed]
  }
}
