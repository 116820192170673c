extension LayeredModel {
  /// Trains `instances` networks that differ only in their random numbers.
  ///
  ///     let models = try model.train(
  ///       on: SparseFeatures(count: 100, density: 0.02, magnitude: .signedUniform),
  ///       steps: 10_000, optimiser: .adam(rate: 0.01), schedule: .halfCosine)
  ///     models.best.network
  ///
  /// Instance i of a seed gives the same network, bit for bit, alone or with others, on any number of
  /// threads and on any vector units.
  ///
  /// - Parameters:
  ///   - features: The distribution of the samples.
  ///   - steps: Updates. Default: 10,000.
  ///   - instances: The number of networks, at least 1.
  ///   - seed: Determines all random numbers, together with the number of the instance.
  ///   - firstInstance: The number of the first instance.
  ///   - batch: New samples in each update. Default: 1,024.
  ///   - optimiser: Default: AdamW with rate 0.001 and weight decay 0.01.
  ///   - rule: An update rule of your own, instead of an optimiser.
  ///   - schedule: How the learning rate changes. Default: constant.
  ///   - snapshots: The number of snapshots to keep for playback. They are closer together at the
  ///     start.
  ///   - groups: Parameters with a rate, a decay or a pull of their own, or which are not trained.
  ///   - start: The networks to begin with, one for each instance or one for all; by default those
  ///     with initial parameters. The optimiser's moments start at zero.
  ///   - watch: An observer with an output, such as a figure that updates during training.
  ///   - training: All other settings. The other arguments take precedence. The loss is the model's.
  ///   - observer: Called with the progress about 20 times a second, on the caller's thread. An
  ///     error that it throws stops the training.
  /// - Throws: `ToyLibError` for invalid parameters, `LayeredTrainingStopped` on cancellation and on an
  ///   observer's error.
  public func train(
    on features: some FeatureSampler, steps: Int? = nil, instances: Int = 1, seed: UInt64 = 0,
    firstInstance: Int = 0, batch: Int? = nil, optimiser: Optimiser? = nil, rule: UpdateRule? = nil,
    schedule: Schedule? = nil, snapshots: Int? = nil, groups: [ParameterGroup] = [],
    from start: [LayeredNetwork] = [], watch: LayeredWatch? = nil, training: Training = Training(),
    observer: ((TrainingProgress) throws -> Void)? = nil
  ) throws -> TrainedLayeredNetworks {
    try require(instances >= 1, "instances", instances, "at least 1")
    try require(
      rule == nil || optimiser == nil, "optimiser", "given with a rule", "nil: the rule is used instead of it")
    var training = training.with(steps: steps, batch: batch, optimiser: optimiser, schedule: schedule)
    if let snapshots {
      try require(snapshots >= 1, "snapshots", snapshots, "at least 1")
      training.snapshots = Training.snapshotSteps(snapshots, of: training.steps)
    }
    let settings = LayerSettings(training: training, groups: groups, rule: rule)
    try settings.validate(plan)
    UsedRecipes.note(training)
    let instances = try (0..<instances).map { i in
      try LayerInstance(
        self, features: features, key: RandomKey(seed: seed, instance: firstInstance + i), settings: settings)
    }
    let states = try starts(start, of: instances).map { LayerState(parameters: $0, memories: settings.memories) }
    try warnOfWrongGradient(instances[0], states[0])
    return try LayerTraining(instances, settings, states, watch: watch, observer: observer).networks()
  }

  /// The parameters that each instance begins with.
  private func starts(_ given: [LayeredNetwork], of instances: [LayerInstance]) throws -> [[Float]] {
    if given.isEmpty {
      return instances.map { network(seed: $0.key.seed, instance: $0.key.instance).parameters }
    }
    guard given.count == 1 || given.count == instances.count else {
      throw ToyLibError.mismatch(
        what: "networks to start from", expected: "1 or \(instances.count)", found: "\(given.count)")
    }
    for network in given where !network.model.parameters.elementsEqual(parameters, by: ==) {
      throw ToyLibError.mismatch(
        what: "a network to start from", expected: "the parameters of \(self)",
        found: "those of \(network.model)")
    }
    return instances.indices.map { given[given.count == 1 ? 0 : $0].parameters }
  }

  /// Prints a warning if a derivative of the user's own functions does not match its function.
  private func warnOfWrongGradient(_ instance: LayerInstance, _ state: LayerState) throws {
    guard hasOwnDerivatives else { return }
    let samples = try instance.features.dataSet(64, seed: instance.key.seed)
    let network = LayeredNetwork(unchecked: self, state.parameters)
    let check = try network.checkGradient(on: samples)
    if check.isWrong {
      print("Warning: a derivative does not match its function: \(check).")
    }
  }

  private var hasOwnDerivatives: Bool {
    let ownLoss = loss.terms.contains { if case .own = $0.kind { true } else { false } }
    return ownLoss
      || plan.operations.contains {
        if case .activation(let function, _, _) = $0 { function.body != nil } else { false }
      }
  }
}

extension TrainedLayeredNetworks {
  /// Continues to the run's last step, or to `pauseAt`. Gives the same bits as a run without a stop.
  ///
  /// `watch` and `observer` follow the rest of the run; those of the first part do not.
  public func resumed(
    pauseAt: Int? = nil, watch: LayeredWatch? = nil,
    observer: ((TrainingProgress) throws -> Void)? = nil
  ) throws -> TrainedLayeredNetworks {
    var settings = settings
    settings.training.pauseAt = pauseAt
    let instances = try map {
      try LayerInstance(
        $0.network.model, features: $0.features, key: RandomKey(seed: $0.seed, instance: $0.instance),
        settings: settings)
    }
    return try LayerTraining(
      instances, settings, map(\.state), watch: watch, observer: observer
    ).networks()
  }
}
