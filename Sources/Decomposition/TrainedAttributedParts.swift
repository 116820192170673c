internal import SuperposeFingerprints
public import ToyLib

/// Trained attributed parts with their seed and history.
public struct TrainedAttributedParts: Sendable {
  public let decomposition: AttributedParts
  /// The run's seed.
  public let seed: UInt64
  /// Its number in the run.
  public let instance: Int
  /// The recorded losses.
  public let history: [AttributionRecord]
}

/// A recorded loss, on the batch of a step.
public struct AttributionRecord: Sendable, Hashable {
  public let step: Int
  public let loss: AttributionLoss
}

extension TrainedAttributedParts: TrainedResult {
  public var fingerprint: String {
    var fingerprint = Fingerprint()
    fingerprint.add(decomposition.parameters)
    return fingerprint.hexadecimal
  }
}

extension TrainedAttributedParts: CustomStringConvertible {
  public var description: String { "\(decomposition), instance \(instance) of seed \(seed)" }
}

extension Network {
  /// Decomposes this network into `parts` parts by attribution-based parameter decomposition. Each instance has a
  /// thread. Equal seeds give equal results on any number of threads.
  ///
  ///     let found = try model.network.attributedParts(on: features, parts: 5, active: 0.211)[0].decomposition
  ///     found.recovery.meanLengthRatio
  ///
  /// - Parameters:
  ///   - features: The distribution of the samples: that on which the network was trained.
  ///   - parts: Matrices of the shape of W.
  ///   - active: Active parts for a sample, on average over a batch: k of the batch's top k. Parts without attribution
  ///     are never active.
  ///   - simplicity: How much active parts of high rank cost. Default: the source's for five features.
  ///   - rank: The inner size of a part. Default: one more than the smaller side of W.
  ///   - instances: Decompositions that differ only in their random numbers.
  ///   - seed: Determines all random numbers, together with the number of the instance.
  ///   - training: The other settings.
  /// - Throws: `ToyLibError` for invalid settings, or a network that is not tied, with a linear hidden layer and ReLU
  ///   outputs; `CancellationError` when `Cancellation` is requested.
  public func attributedParts(
    on features: some FeatureSampler, parts: Int, active: Double, simplicity: Float = 0.7, rank: Int? = nil,
    instances: Int = 1, seed: UInt64 = 0, training: AttributionTraining = AttributionTraining()
  ) throws -> [TrainedAttributedParts] {
    try training.validateSteps()
    try require(instances >= 1, "instances", instances, "at least 1")
    try require(
      active * Double(training.batch) >= 1 && active <= Double(parts), "active", active,
      "enough for one active part in a batch, and at most the number of parts")
    try require(simplicity >= 0 && simplicity.isFinite, "simplicity", simplicity, "0 or more, finite")
    guard features.count == self.features else {
      throw ToyLibError.mismatch(
        what: "features of the samples", expected: "\(self.features), those of the network", found: "\(features.count)")
    }
    UsedRecipes.note(training)
    return try concurrentResults(instances) { instance in
      let start = try AttributedParts(self, parts: parts, rank: rank, seed: seed, instance: instance)
      return try start.trained(
        on: features, active: active, simplicity: simplicity, key: RandomKey(seed: seed, instance: instance),
        training: training)
    }
  }
}

extension AttributedParts {
  /// Trains these parts. Throws `CancellationError` when `Cancellation` is requested.
  package func trained(
    on features: some FeatureSampler, active: Double, simplicity: Float, key: RandomKey, training: AttributionTraining
  ) throws -> TrainedAttributedParts {
    var parts = self
    let samples = try SampleBlocks(features, batch: training.batch, key: key)
    let pass = AttributionPass(self, blocks: (samples.count + 15) / 16)
    let settings = AttributionPass.Batch(count: samples.count, active: active, simplicity: simplicity)
    let history = try training.train(&parts.parameters) { step, parameters, gradient in
      let batch = samples.batch(step: step)
      return pass.loss(parameters, batch.lanes, blocks: batch.blocks, batch: settings, gradient: &gradient)
    }
    return TrainedAttributedParts(
      decomposition: parts, seed: key.seed, instance: key.instance,
      history: history.map { AttributionRecord(step: $0.step, loss: $0.loss) })
  }
}
