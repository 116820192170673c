internal import Foundation
internal import Synchronization

/// A run that is about to train: checked instances and where each of them stands.
struct TrainingRun {
  let instances: [Instance]
  let training: Training
  private(set) var states: [InstanceState]

  init(_ instances: [Instance], _ training: Training, states: [InstanceState]? = nil) throws {
    try training.validate()
    try require(!instances.isEmpty, "instances", instances.count, "at least 1")
    self.instances = instances
    self.training = training
    self.states = states ?? instances.map { $0.initialState() }
  }

  /// Trains on the calling thread and as many more as the training allows.
  func models() throws -> TrainedModels {
    let runs = zip(instances, states).map { InstanceRun($0, from: $1, training: training) }
    let threads = training.threads ?? ProcessInfo.processInfo.activeProcessorCount
    let crew = Crew(runs, threads: threads)
    let onlooker = Onlooker(self, runs)
    do {
      try onlooker.look()
      try crew.work { try onlooker.look() }
      for run in runs { run.publish() }
      try onlooker.look()
      let states = runs.map(\.state)
      let models = trained(states, losses: try evaluatedLosses(states))
      try onlooker.finish(models)
      return models
    } catch {
      for run in runs { run.publish() }
      onlooker.stop(because: error)
      // There is no time to evaluate: the last recorded losses have to do.
      let losses = runs.map(\.lastLoss)
      throw TrainingStopped(models: trained(runs.map(\.state), losses: losses), cause: error)
    }
  }

  func progress(_ runs: [InstanceRun]) -> TrainingProgress {
    let end = min(training.steps, training.pauseAt ?? training.steps)
    let steps = runs.map { $0.ending == nil ? $0.step : end }
    return TrainingProgress(
      stepsDone: steps.reduce(0, +), stepsTotal: end * runs.count, steps: runs.map(\.step),
      losses: runs.map(\.lastLoss))
  }

  /// The models as the threads that train them last published them.
  func view(_ runs: [InstanceRun], _ progress: TrainingProgress) -> TrainingView {
    let models = runs.map { run in
      let glimpse = run.glimpse
      return TrainingView.Model(
        network: run.instance.layout.unpack(glimpse.parameters, run.instance.architecture),
        step: glimpse.step, history: glimpse.history, features: run.instance.features,
        instance: run.instance.key.instance)
    }
    return TrainingView(progress: progress, steps: training.steps, models: models)
  }

  private func trained(_ states: [InstanceState], losses: [Double]) -> TrainedModels {
    let models = zip(instances, zip(states, losses)).map { instance, result in
      TrainedModel(
        network: instance.layout.unpack(result.0.parameters, instance.architecture),
        features: instance.features, seed: instance.key.seed, instance: instance.key.instance,
        loss: result.0.ending == .diverged ? .nan : result.1, state: result.0)
    }
    return TrainedModels(models, training: training)
  }

  private func evaluatedLosses(_ states: [InstanceState]) throws -> [Double] {
    let losses = Mutex([Double](repeating: .nan, count: states.count))
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
