internal import Foundation
internal import Synchronization

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
    try require(!instances.isEmpty, "instances", instances.count, "at least 1")
    self.instances = instances
    self.training = training
    self.watch = watch
    self.observer = observer
    self.states = states ?? instances.map { $0.initialState() }
  }

  /// Trains on the calling thread and as many more as the training allows.
  func models() throws -> TrainedModels {
    let runs = zip(instances, states).map {
      InstanceRun($0, from: $1, training: training, isWatched: watch != nil)
    }
    let threads = try training.threads ?? TrainingThreads.allotted()
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
      let models = trained(states, losses: try evaluatedLosses(states))
      for observer in observers { try observer.finish(models) { view(runs) } }
      return models
    } catch {
      for run in runs { run.publish() }
      for observer in observers { observer.stop(because: error) { view(runs) } }
      // There is no time to evaluate: the last recorded losses have to do.
      let losses = runs.map(\.lastLoss)
      throw TrainingStopped(models: trained(runs.map(\.state), losses: losses), cause: error)
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
    let end = min(training.steps, training.pauseAt ?? training.steps)
    let steps = runs.map { $0.ending == nil ? $0.step : end }
    return TrainingProgress(
      stepsDone: steps.reduce(0, +), stepsTotal: end * runs.count, steps: runs.map(\.step),
      losses: runs.map(\.lastLoss))
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

  private func trained(_ states: [InstanceState], losses: [Double]) -> TrainedModels {
    let models = zip(instances, zip(states, losses)).map { instance, result in
      TrainedModel(
        network: instance.layout.unpack(result.0.parameters, instance.architecture),
        features: instance.features, seed: instance.key.seed, instance: instance.key.instance,
        loss: result.0.ending == .diverged ? .nan : result.1, training: training, state: result.0)
    }
    return TrainedModels(models, training: training)
  }

  private func evaluatedLosses(_ states: [InstanceState]) throws -> [Double] {
    let losses = Mutex([Double](repeating: .nan, count: states.count))
    let (instances, training) = (instances, training)  // Not the observers: they stay on this thread.
    DispatchQueue.concurrentPerform(iterations: states.count) { i in
      let evaluation = Evaluation(
        instances[i], samples: training.evaluationSamples, units: training.vectorUnits)
      // Cancellation is the only thing it throws, and is looked at below.
      guard let loss = try? evaluation.loss(states[i].parameters) else { return }
      losses.withLock { $0[i] = loss }
    }
    if Cancellation.isRequested { throw CancellationError() }
    return losses.withLock { $0 }
  }
}
