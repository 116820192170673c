extension ToyModel {
  /// Trains `instances` models that differ only in their random numbers.
  ///
  ///     let models = try ReLUOutputModel(hidden: 5, importance: .geometric(0.7))
  ///       .train(on: SparseFeatures(count: 20, sparsity: 0.9), instances: 8, seed: 3)
  ///     models.best.featureDimensionality
  ///
  /// Instance i of a seed gives the same model, bit for bit, in every call: alone (`firstInstance:
  /// i`), with others, and on any number of threads.
  ///
  /// - Parameters:
  ///   - features: The distribution of the samples.
  ///   - steps: Updates. Default: 10,000, as in the Colab.
  ///   - instances: The number of models, at least 1.
  ///   - seed: Determines all random numbers, together with the number of the instance.
  ///   - firstInstance: The number of the first instance.
  ///   - batch: New samples in each update. Default: 1,024.
  ///   - optimiser: Default: AdamW with rate 0.001 and weight decay 0.01, as in the Colab.
  ///   - schedule: How the learning rate changes. Default: constant.
  ///   - snapshots: The number of snapshots to keep for playback. They are closer together at the
  ///     start.
  ///   - watch: An observer with an output, such as a figure that updates during training.
  ///   - training: All other settings. The other arguments take precedence.
  ///   - observer: Called with the progress about 20 times a second, on the caller's thread. An
  ///     error that it throws stops the training.
  /// - Throws: `ToyLibError` for invalid parameters, `TrainingStopped` on cancellation.
  public func train(
    on features: some FeatureSampler, steps: Int? = nil, instances: Int = 1, seed: UInt64 = 0,
    firstInstance: Int = 0, batch: Int? = nil, optimiser: Optimiser? = nil,
    schedule: Schedule? = nil, snapshots: Int? = nil, watch: Watch? = nil,
    training: Training = Training(), observer: ((TrainingProgress) throws -> Void)? = nil
  ) throws -> TrainedModels {
    try require(instances >= 1, "instances", instances, "at least 1")
    return try train(
      on: Array(repeating: features, count: instances), steps: steps, seed: seed,
      firstInstance: firstInstance, batch: batch, optimiser: optimiser, schedule: schedule,
      snapshots: snapshots, watch: watch, training: training, observer: observer)
  }

  /// Trains one instance for each element of `features`, such as one for each sparsity.
  public func train(
    on features: [any FeatureSampler], steps: Int? = nil, seed: UInt64 = 0,
    firstInstance: Int = 0, batch: Int? = nil, optimiser: Optimiser? = nil,
    schedule: Schedule? = nil, snapshots: Int? = nil, watch: Watch? = nil,
    training: Training = Training(), observer: ((TrainingProgress) throws -> Void)? = nil
  ) throws -> TrainedModels {
    var training = training.with(
      steps: steps, batch: batch, optimiser: optimiser, schedule: schedule)
    if let snapshots {
      try require(snapshots >= 1, "snapshots", snapshots, "at least 1")
      training.snapshots = Training.snapshotSteps(snapshots, of: training.steps)
    }
    return try ToyLib.train(
      features.map { (self, $0) }, seed: seed, firstInstance: firstInstance, watch: watch,
      training: training, observer: observer)
  }
}

/// Trains models of one shape, each with its own features and importance.
///
/// `watch` and `observer` follow the run, as for a single model.
///
/// - Throws: `ToyLibError` if there are no models or parameters are invalid, `TrainingStopped` on
///   cancellation.
public func train(
  _ instances: [(model: any ToyModel, features: any FeatureSampler)], seed: UInt64 = 0,
  firstInstance: Int = 0, watch: Watch? = nil, training: Training = Training(),
  observer: ((TrainingProgress) throws -> Void)? = nil
) throws -> TrainedModels {
  try training.validate()
  UsedRecipes.note(training)
  let instances = try instances.enumerated().map { index, pair in
    try Instance(
      pair.model.architecture, features: pair.features,
      key: RandomKey(seed: seed, instance: firstInstance + index), training: training)
  }
  return try TrainingRun(instances, training, watch: watch, observer: observer).models()
}

extension TrainedModels {
  /// Continues to the run's last step, or to `pauseAt`. Gives the same bits as a run without a
  /// stop.
  ///
  /// `watch` and `observer` follow the rest of the run; those of the first part do not.
  public func resumed(
    pauseAt: Int? = nil, watch: Watch? = nil,
    observer: ((TrainingProgress) throws -> Void)? = nil
  ) throws -> TrainedModels {
    var training = training
    training.pauseAt = pauseAt
    let instances = try map {
      try Instance(
        $0.network.architecture, features: $0.features,
        key: RandomKey(seed: $0.seed, instance: $0.instance), training: training)
    }
    return try TrainingRun(
      instances, training, watch: watch, observer: observer, states: map(\.state)
    ).models()
  }
}

extension Network {
  /// Trains from these weights with a new optimiser state, instead of from random weights.
  public func trained(
    on features: some FeatureSampler, seed: UInt64 = 0, instance: Int = 0, watch: Watch? = nil,
    training: Training = Training(), observer: ((TrainingProgress) throws -> Void)? = nil
  ) throws -> TrainedModel {
    guard features.count == self.features else {
      throw ToyLibError.mismatch(
        what: "features", expected: "the network's \(self.features)", found: "\(features.count)")
    }
    UsedRecipes.note(training)
    let key = RandomKey(seed: seed, instance: instance)
    let instance = try Instance(architecture, features: features, key: key, training: training)
    let state = InstanceState(parameters: instance.layout.pack(self))
    var model = try TrainingRun(
      [instance], training, watch: watch, observer: observer, states: [state]
    ).models()[0]
    model.hasGivenStart = true
    return model
  }
}

extension Training {
  func with(steps: Int?, batch: Int?, optimiser: Optimiser?, schedule: Schedule?) -> Training {
    var training = self
    training.steps = steps ?? self.steps
    training.batch = batch ?? self.batch
    training.optimiser = optimiser ?? self.optimiser
    training.schedule = schedule ?? self.schedule
    return training
  }
}
