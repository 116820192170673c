extension Network {
  /// Mean over samples and features of I_i (x_i − x′_i)², and its derivatives, on given samples.
  ///
  /// A hidden penalty is part of the loss, averaged over samples.
  public func lossAndGradient(
    on samples: Matrix, vectorUnits: VectorUnits = .preferred
  ) throws -> (loss: Double, gradient: ParameterGradient) {
    try check(samples)
    let instance = try instance(FixedFeatures(samples: samples), seed: 0)
    let worker = ChunkWorker(instance, kernels: vectorUnits.kernels)
    let parameters = AlignedFloats(instance.layout.pack(self))
    let partial = AlignedFloats(count: parameters.count)
    var sums = [Double](repeating: 0, count: parameters.count)
    for chunk in 0..<instance.chunks {
      _ = worker.gradients(
        chunk: chunk, step: 0, purpose: .evaluation, parameters: parameters.pointer,
        into: partial.pointer, objective: .squaredError)
      for i in sums.indices { sums[i] += Double(partial.pointer[i]) }
    }
    let scale = 1 / Double(samples.rows * features)
    let means = sums.map { Float($0 * scale) }
    let loss = try Evaluation(instance, samples: 0, objective: .squaredError, units: vectorUnits)
      .loss(instance.layout.pack(self)).value
    return (loss, ParameterGradient(instance.layout, means, architecture))
  }

  /// The mean loss on new samples of `features`, as the Colab shows it. Equal seeds give equal
  /// results. ``lossEstimate(on:samples:seed:objective:)`` also has its noise.
  ///
  /// A network does not know its training: `objective` is the function to measure. A trained model
  /// does: `model.loss(on:)` measures what it was trained for.
  public func loss(
    on features: some FeatureSampler, samples: Int = 1 << 16, seed: UInt64 = 0,
    objective: Objective = .squaredError
  ) throws -> Double {
    try lossEstimate(on: features, samples: samples, seed: seed, objective: objective).value
  }

  /// The mean loss on new samples of `features`, and its standard error. Equal seeds give equal
  /// results.
  ///
  /// A fixed data set is evaluated once and exactly; `samples` is ignored. Rare independent features
  /// are drawn separately for each number of present features, which makes the noise much smaller.
  /// Sums are in double precision. Throws `CancellationError` when `Cancellation` is requested.
  public func lossEstimate(
    on features: some FeatureSampler, samples: Int = 1 << 16, seed: UInt64 = 0,
    objective: Objective = .squaredError
  ) throws -> LossEstimate {
    try losses(on: features, samples: samples, seed: seed, objective: objective).objective
  }

  /// The mean of I_i (x_i − x′_i)² over samples and features, without a hidden penalty or any other
  /// part of an objective.
  public func squaredError(
    on features: some FeatureSampler, samples: Int = 1 << 16, seed: UInt64 = 0
  ) throws -> LossEstimate {
    try losses(on: features, samples: samples, seed: seed, objective: .squaredError).squaredError
  }

  private func losses(
    on features: some FeatureSampler, samples: Int, seed: UInt64, objective: Objective
  ) throws -> Evaluation.Losses {
    try require(samples >= 1 && samples <= 1 << 30, "samples", samples, "between 1 and 2^30")
    try objective.checkIsKnown()
    let instance = try instance(features, seed: seed)
    return try Evaluation(instance, samples: samples, objective: objective, units: .preferred)
      .losses(instance.layout.pack(self))
  }

  /// The mean of I_i (x_i − x′_i)² of every feature i on new samples. Equal seeds give equal
  /// results.
  public func featureLosses(
    on features: some FeatureSampler, samples: Int = 1 << 14, seed: UInt64 = 0
  ) throws -> [Double] {
    _ = try instance(features, seed: seed)
    return try featureLosses(onSamples: features.dataSet(samples, seed: seed))
  }

  /// The mean of I_i (x_i − x′_i)² of every feature i on given samples [samples, features].
  public func featureLosses(onSamples samples: Matrix) throws -> [Double] {
    try check(samples)
    let instance = try instance(FixedFeatures(samples: samples), seed: 0)
    let measure = SampleLosses(
      instance, instance.layout.pack(self), objective: .squaredError,
      kernels: VectorUnits.preferred.kernels)
    return measure.featureLosses(SamplingPlan.blocks(samples), samples.rows)
      .map { $0 / Double(samples.rows) }
  }

  private func instance(_ features: some FeatureSampler, seed: UInt64) throws -> Instance {
    guard features.count == self.features else {
      throw ToyLibError.mismatch(
        what: "features", expected: "the network's \(self.features)", found: "\(features.count)")
    }
    return try Instance(
      architecture, features: features, key: RandomKey(seed: seed, instance: 0),
      training: Training())
  }
}
