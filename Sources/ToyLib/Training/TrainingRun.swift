/// A run that is about to train: checked instances, where each of them stands, and who follows it.
struct TrainingRun {
  let instances: [Instance]
  let training: Training
  let watch: Watch?
  let observer: ((TrainingProgress) throws -> Void)?
  private(set) var states: [InstanceState]

  init(
    _ instances: [Instance], _ training: Training, watch: Watch? = nil,
    observer: ((TrainingProgress) throws -> Void)? = nil, states: [InstanceState]? = nil
  ) throws {
    try training.validate()
    try training.objective.checkIsKnown()
    try require(!instances.isEmpty, "instances", instances.count, "at least 1")
    self.instances = instances
    self.training = training
    self.watch = watch
    self.observer = observer
    self.states = states ?? instances.map { $0.initialState() }
  }

  /// Trains on the calling thread and as many more as the training allows.
  func models() throws -> TrainedModels {
    try warnOfWrongGradients()
    let runs = zip(instances, states).map {
      InstanceRun($0, from: $1, training: training, isWatched: watch != nil)
    }
    let threads = try ThreadLimit.threads(wanted: training.threads)
    let pool = TrainingThreads(runs, count: threads)
    let observers = observers(of: runs)
    func update() throws {
      let progress = progress(runs)
      for observer in observers { try observer.update(progress) { view(runs) } }
    }
    do {
      try update()
      try pool.train(update: update)
      for run in runs { run.publish() }
      try update()
      let states = runs.map(\.state)
      let models = trained(states, try evaluatedLosses(states))
      for observer in observers { try observer.finish(models) { view(runs) } }
      return models
    } catch {
      for run in runs { run.publish() }
      for observer in observers { observer.stop(because: error) { view(runs) } }
      // There is no time to evaluate: the last recorded losses have to do.
      let losses = runs.map { Evaluation.Losses(unmeasured: $0.lastLoss) }
      throw TrainingStopped(models: trained(runs.map(\.state), losses), cause: error)
    }
  }

  /// The caller's closure, the line of progress and the watch, in this order.
  private func observers(of runs: [InstanceRun]) -> [any TrainingObserver] {
    var observers: [any TrainingObserver] = []
    if let observer { observers.append(ClosureObserver(body: observer)) }
    if training.showsProgress {
      observers.append(ProgressObserver(progress(runs), models: runs.count))
    }
    if let watch { observers.append(watch.makeObserver()) }
    return observers
  }

  private func progress(_ runs: [InstanceRun]) -> TrainingProgress {
    TrainingProgress(
      of: training, steps: runs.map(\.step), hasEnded: runs.map { $0.ending != nil }, losses: runs.map(\.lastLoss))
  }

  /// The models as the threads that train them last published them.
  private func view(_ runs: [InstanceRun]) -> TrainingView {
    let models = runs.map { run in
      let published = run.lastPublished
      return TrainingView.Model(
        network: run.instance.layout.unpack(published.parameters, run.instance.architecture),
        step: published.step, history: published.history, features: run.instance.features,
        instance: run.instance.key.instance)
    }
    return TrainingView(progress: progress(runs), steps: training.steps, models: models)
  }

  private func trained(
    _ states: [InstanceState], _ losses: [Evaluation.Losses]
  ) -> TrainedModels {
    let models = zip(instances, zip(states, losses)).map { instance, result in
      let (state, measured) = result
      let losses = state.ending == .diverged ? .init(unmeasured: .nan) : measured
      return TrainedModel(
        network: instance.layout.unpack(state.parameters, instance.architecture),
        features: instance.features, seed: instance.key.seed, instance: instance.key.instance,
        lossEstimate: losses.objective, squaredError: losses.squaredError.value,
        training: training, state: state)
    }
    return TrainedModels(models, training: training)
  }

  private func evaluatedLosses(_ states: [InstanceState]) throws -> [Evaluation.Losses] {
    let (instances, training) = (instances, training)  // Not the observers: they stay on this thread.
    let losses = try concurrentResults(states.count) { i in
      try Evaluation(
        instances[i], samples: training.evaluationSamples, objective: training.objective,
        units: training.vectorUnits
      ).losses(states[i].parameters)
    }
    if Cancellation.isRequested { throw CancellationError() }
    return losses
  }
}

extension Evaluation.Losses {
  /// A loss that was recorded during training, or none: its noise is unknown.
  init(unmeasured loss: Double) {
    objective = LossEstimate(loss, standardError: .nan)
    squaredError = LossEstimate(.nan, standardError: .nan)
  }
}
