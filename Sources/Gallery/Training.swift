import ToyLib

/// Small models for the gallery, trained before anything is drawn.
enum Trained {
  /// The best of `restarts` for each density.
  static func best(
    _ model: some ToyModel, features: Int, densities: [Double], steps: Int, restarts: Int,
    batch: Int = 512, magnitude: Magnitude = .uniform
  ) throws -> [TrainedModel] {
    try densities.map { density in
      try model.train(
        on: SparseFeatures(count: features, density: density, magnitude: magnitude), steps: steps,
        instances: restarts, seed: 1, batch: batch
      ).best
    }
  }
}
