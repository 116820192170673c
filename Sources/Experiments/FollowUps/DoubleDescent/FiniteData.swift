internal import ToyLib

/// Training on a finite set of sparse samples of length 1, as in all experiments of this source:
/// all samples in every step, AdamW, a warm-up and then half a cosine.
///
/// Source: Henighan et al., "Superposition, Memorization, and Double Descent" (2023).
struct FiniteData: Sendable {
  var features: Int
  var sparsity: Double
  var recipe: Training
  var restarts: Int
  var testSamples: Int

  /// One set to fit: how many samples, how many hidden dimensions, which draw of the samples.
  struct Task: Sendable, Hashable {
    let size: Int
    let hidden: Int
    var draw = 0
  }

  private var sampler: SparseFeatures { SparseFeatures(count: features, sparsity: sparsity) }

  /// The best of `restarts` models for each task; a larger set of a draw begins with the smaller.
  func fitted(_ tasks: [Task], seed: UInt64) throws -> [MemorisingModel] {
    // Training samples have the seeds after the run's, one for each draw; test samples the run's.
    let test = try FixedFeatures(testSamples, of: sampler, normalized: true, seed: seed)
    let sets = try tasks.map {
      try FixedFeatures($0.size, of: sampler, normalized: true, seed: seed &+ 1 &+ UInt64($0.draw))
    }
    let models = try train(
      zip(tasks, sets).flatMap { task, set in
        Array(
          repeating: (
            ReLUOutputModel(hidden: task.hidden) as any ToyModel,
            set as any FeatureSampler
          ), count: restarts)
      }, seed: seed, training: recipe)
    return try tasks.indices.map { index in
      let group = models[index * restarts..<(index + 1) * restarts]
      let best = group.min { $0.loss < $1.loss } ?? models[index * restarts]
      return try MemorisingModel(best, set: sets[index], test: test)
    }
  }
}
