/// A run of a layered model that is about to train: checked instances, where each of them stands, and
/// who follows it.
struct LayerTraining {
  private let instances: [LayerInstance]
  private let settings: LayerSettings
  private let states: [LayerState]
  private let watch: LayeredWatch?
  private let observer: ((TrainingProgress) throws -> Void)?

  private var training: Training { settings.training }

  init(
    _ instances: [LayerInstance], _ settings: LayerSettings, _ states: [LayerState], watch: LayeredWatch?,
    observer: ((TrainingProgress) throws -> Void)?
  ) {
    self.instances = instances
    self.settings = settings
    self.states = states
    self.watch = watch
    self.observer = observer
  }

  /// Trains on the calling thread and as many more as the training allows.
  func networks() throws -> TrainedLayeredNetworks {
    let runs = zip(instances, states).map {
      LayerRun($0, from: $1, training: training, isWatched: watch != nil)
    }
    let threads = try ThreadLimit.threads(wanted: training.threads)
    let observers = observers(of: runs)
    func update() throws {
      let progress = progress(runs)
      for observer in observers { try observer.update(progress) { view(runs) } }
    }
    do {
      try update()
      try TrainingThreads(runs, count: threads).train(update: update)
      for run in runs { run.publish() }
      try update()
      let networks = trained(runs, try losses(of: runs))
      for observer in observers { try observer.finish(networks) { view(runs) } }
      return networks
    } catch {
      for run in runs { run.publish() }
      for observer in observers { observer.stop(because: error) { view(runs) } }
      // There is no time to evaluate: the last recorded losses have to do.
      let losses = runs.map { LossEstimate($0.lastLoss, standardError: .nan) }
      throw LayeredTrainingStopped(networks: trained(runs, losses), cause: error)
    }
  }

  /// The caller's closure, the line of progress and the watch, in this order.
  private func observers(of runs: [LayerRun]) -> [any LayeredTrainingObserver] {
    var observers: [any LayeredTrainingObserver] = []
    if let observer { observers.append(LayeredClosureObserver(body: observer)) }
    if training.showsProgress {
      observers.append(LayeredProgressObserver(line: ProgressObserver(progress(runs), models: runs.count)))
    }
    if let watch { observers.append(watch.makeObserver()) }
    return observers
  }

  private func progress(_ runs: [LayerRun]) -> TrainingProgress {
    let published = runs.map(\.lastPublished)
    return TrainingProgress(
      of: training, steps: published.map(\.step), hasEnded: runs.map { $0.ending != nil },
      losses: published.map(\.loss))
  }

  /// The networks as the threads that train them last published them.
  private func view(_ runs: [LayerRun]) -> LayeredTrainingView {
    let networks = runs.map { run in
      let published = run.lastPublished
      return LayeredTrainingView.Model(
        network: LayeredNetwork(unchecked: run.instance.model, published.parameters), step: published.step,
        history: published.history, features: run.instance.features, instance: run.instance.key.instance)
    }
    return LayeredTrainingView(progress: progress(runs), steps: training.steps, models: networks)
  }

  private func trained(_ runs: [LayerRun], _ losses: [LossEstimate]) -> TrainedLayeredNetworks {
    let networks = zip(runs, losses).map { run, loss in
      TrainedLayeredNetwork(
        model: run.instance.model, features: run.instance.features, seed: run.instance.key.seed,
        instance: run.instance.key.instance,
        lossEstimate: run.ending == .diverged ? LossEstimate(.nan, standardError: .nan) : loss,
        settings: settings, state: run.state)
    }
    return TrainedLayeredNetworks(networks, settings: settings)
  }

  private func losses(of runs: [LayerRun]) throws -> [LossEstimate] {
    var settings = settings
    settings.training.batch = training.evaluationSamples
    let instances = try instances.map {
      try LayerInstance($0.model, features: $0.features, key: $0.key, settings: settings)
    }
    let units = training.vectorUnits
    let losses = try concurrentResults(runs.count) { i in
      guard runs[i].ending != .diverged else { return LossEstimate(.nan, standardError: .nan) }
      return try LayerEvaluation(instances[i], units.kernels).loss(Array(runs[i].parameters.values))
    }
    if Cancellation.isRequested { throw CancellationError() }
    return losses
  }
}

/// The training of layered networks ended before its last step: by cancellation or an error of the
/// observer.
public struct LayeredTrainingStopped: Error {
  /// The networks after their last complete step; `resumed()` continues from there.
  public let networks: TrainedLayeredNetworks
  /// What stopped it: `CancellationError`, or the observer's error.
  public let cause: any Error
}

extension LayeredTrainingStopped: CustomStringConvertible {
  public var description: String { TrainingStopped.words(networks.map(\.step), cause) }
}
