internal import Foundation
internal import SuperposeDisplay
internal import Synchronization

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
  ///   - schedule: How the learning rate changes. Default: constant.
  ///   - groups: Parameters with a rate, a decay or a pull of their own, or which are not trained.
  ///   - start: The networks to begin with, one for each instance or one for all; by default those
  ///     with initial parameters. The optimiser's moments start at zero.
  ///   - training: All other settings. The other arguments take precedence. The loss is the model's.
  ///   - observer: Called with the progress about 20 times a second, on the caller's thread. An
  ///     error that it throws stops the training.
  /// - Throws: `ToyLibError` for invalid parameters, `CancellationError` on cancellation, the
  ///   observer's error.
  public func train(
    on features: some FeatureSampler, steps: Int? = nil, instances: Int = 1, seed: UInt64 = 0,
    firstInstance: Int = 0, batch: Int? = nil, optimiser: Optimiser? = nil,
    schedule: Schedule? = nil, groups: [ParameterGroup] = [], from start: [LayeredNetwork] = [],
    training: Training = Training(), observer: ((TrainingProgress) throws -> Void)? = nil
  ) throws -> TrainedLayeredNetworks {
    try require(instances >= 1, "instances", instances, "at least 1")
    var training = training
    training.steps = steps ?? training.steps
    training.batch = batch ?? training.batch
    training.optimiser = optimiser ?? training.optimiser
    training.schedule = schedule ?? training.schedule
    try checkSettings(training)
    UsedRecipes.note(training)
    let starts = try (0..<instances).map { try self.start($0, of: instances, start, seed, firstInstance) }
    let runs = try starts.enumerated().map { i, start in
      let instance = try LayerInstance(
        self, features: features, key: RandomKey(seed: seed, instance: firstInstance + i),
        training: training, groups: groups)
      return LayerRun(instance, start: start, training: training)
    }
    try warnOfWrongGradient(runs[0])
    return try LayerTraining(runs, training, observer: observer).networks()
  }

  private func checkSettings(_ training: Training) throws {
    try training.validate()
    try require(
      training.objective.isSquaredError, "objective", "set",
      "the default: a layered model's loss is one of its own parameters")
    try require(
      training.pauseAt == nil, "pauseAt", training.pauseAt ?? 0,
      "nil: the training of a layered model goes on from networks, with `from`")
  }

  private func start(
    _ i: Int, of instances: Int, _ given: [LayeredNetwork], _ seed: UInt64, _ firstInstance: Int
  ) throws -> [Float] {
    if given.isEmpty { return network(seed: seed, instance: firstInstance + i).parameters }
    guard given.count == 1 || given.count == instances else {
      throw ToyLibError.mismatch(
        what: "networks to start from", expected: "1 or \(instances)", found: "\(given.count)")
    }
    let network = given.count == 1 ? given[0] : given[i]
    guard network.model.parameters.elementsEqual(parameters, by: ==) else {
      throw ToyLibError.mismatch(
        what: "a network to start from", expected: "the parameters of \(self)",
        found: "those of \(network.model)")
    }
    return network.parameters
  }

  /// Prints a warning if a derivative of the user's own functions does not match its function.
  private func warnOfWrongGradient(_ run: LayerRun) throws {
    guard hasOwnDerivatives else { return }
    let samples = try run.instance.features.dataSet(64, seed: run.instance.key.seed)
    let check = try run.network.checkGradient(on: samples)
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

/// A run of several instances of a layered model.
private struct LayerTraining {
  let runs: [LayerRun]
  let training: Training
  let observer: ((TrainingProgress) throws -> Void)?

  init(
    _ runs: [LayerRun], _ training: Training, observer: ((TrainingProgress) throws -> Void)?
  ) {
    self.runs = runs
    self.training = training
    self.observer = observer
  }

  func networks() throws -> TrainedLayeredNetworks {
    let bar = training.showsProgress ? self.bar : nil
    func update() throws {
      let progress = progress
      bar?.count = progress.stepsDone
      if let loss = progress.losses.first, loss.isFinite {
        bar?.detail = "loss \(NumberText.range(progress.losses.filter(\.isFinite)))"
      }
      try observer?(progress)
    }
    do {
      try update()
      let threads = try ThreadLimit.threads(wanted: training.threads)
      try TrainingThreads(runs, count: threads).train(update: update)
      for run in runs { run.publish() }
      try update()
      let trained = try evaluated()
      bar?.finish()
      return trained
    } catch {
      bar?.end(as: error is CancellationError ? .interrupted : .failed)
      throw error
    }
  }

  private var bar: ProgressBar {
    ProgressBar(
      runs.count == 1 ? "training" : "training \(runs.count) models",
      total: training.steps * runs.count, unit: "steps", occasion: .training)
  }

  private var progress: TrainingProgress {
    let published = runs.map(\.lastPublished)
    return TrainingProgress(
      stepsDone: published.reduce(0) { $0 + $1.step }, stepsTotal: training.steps * runs.count,
      steps: published.map(\.step), losses: published.map(\.loss))
  }

  private func evaluated() throws -> TrainedLayeredNetworks {
    var settings = training
    settings.batch = training.evaluationSamples
    let instances = try runs.map {
      try LayerInstance(
        $0.instance.model, features: $0.instance.features, key: $0.instance.key, training: settings,
        groups: [])
    }
    let runs = runs
    let units = training.vectorUnits
    let losses = Mutex([LossEstimate](repeating: LossEstimate(.nan, standardError: .nan), count: runs.count))
    DispatchQueue.concurrentPerform(iterations: runs.count) { i in
      guard runs[i].ending != .diverged,
        // Cancellation is the only thing it throws, and is looked at below.
        let loss = try? LayerEvaluation(instances[i], units.kernels).loss(Array(runs[i].parameters.values))
      else { return }
      losses.withLock { $0[i] = loss }
    }
    if Cancellation.isRequested { throw CancellationError() }
    let measured = losses.withLock { $0 }
    let models = zip(runs, measured).map { run, loss in
      TrainedLayeredNetwork(
        network: run.network, features: run.instance.features, seed: run.instance.key.seed,
        instance: run.instance.key.instance, lossEstimate: loss, training: training, step: run.step,
        ending: run.ending, history: run.history, snapshots: run.snapshots)
    }
    return TrainedLayeredNetworks(models)
  }
}
