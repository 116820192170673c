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
    var loss = 0.0
    for chunk in 0..<instance.chunks {
      loss += worker.gradients(
        chunk: chunk, step: 0, purpose: .evaluation, parameters: parameters.pointer,
        into: partial.pointer, objective: .squaredError)
      for i in sums.indices { sums[i] += Double(partial.pointer[i]) }
    }
    let scale = 1 / Double(samples.rows * features)
    let means = sums.map { Float($0 * scale) }
    return (loss * scale, ParameterGradient(instance.layout, means, architecture))
  }

  /// The mean loss on new samples of `features`, as the Colab shows it. Equal seeds give equal
  /// results.
  ///
  /// A fixed data set is evaluated once and exactly; `samples` is ignored. Throws
  /// `CancellationError` when `Cancellation` is requested.
  public func loss(
    on features: some FeatureSampler, samples: Int = 1 << 16, seed: UInt64 = 0
  ) throws -> Double {
    try require(samples >= 1 && samples <= 1 << 30, "samples", samples, "between 1 and 2^30")
    let instance = try instance(features, seed: seed)
    return try Evaluation(instance, samples: samples, units: .preferred)
      .loss(instance.layout.pack(self))
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
    let outputs = try outputs(of: samples)
    let targets = targets(of: samples)
    let importance = try architecture.importance.weights(count: features)
    var sums = [Double](repeating: 0, count: features)
    for s in 0..<samples.rows {
      for i in 0..<features {
        let error = Double(targets[s, i] - outputs[s, i])
        sums[i] += Double(importance[i]) * error * error
      }
    }
    return sums.map { $0 / Double(samples.rows) }
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
