internal import SuperposeFingerprints
public import ToyLib

/// A trained autoencoder with its data, settings, seed and history.
public struct TrainedAutoencoder: Sendable {
  public let autoencoder: SparseAutoencoder
  /// The activations that it was trained on.
  public let source: Activations
  /// The run's seed.
  public let seed: UInt64
  /// Its number in the run.
  public let instance: Int
  /// The recorded losses.
  public let history: [AutoencoderRecord]
  /// The autoencoders at the steps of the requested snapshots.
  public let snapshots: [AutoencoderSnapshot]
  /// The factor of the kind's penalty at the end of training. Training adjusts it until as many latents are active as
  /// the recipe's `targetActive` says; without a target it is 1.
  public let penaltyScale: Float
  /// The loss on about 65,536 new activations.
  public let evaluation: AutoencoderLoss

  /// The latents that are active in some of these activations.
  public var alive: [Int] { evaluation.activity.indices.filter { evaluation.activity[$0] > 0 } }

  /// The decoder rows of the active latents, shape [alive, inputs].
  public var dictionary: Matrix {
    let decoder = autoencoder.decoder
    let alive = alive
    return Matrix(rows: alive.count, columns: decoder.columns) { decoder[alive[$0], $1] }
  }
}

/// A recorded loss, on the batch of a step.
public struct AutoencoderRecord: Sendable, Hashable {
  public let step: Int
  public let loss: AutoencoderLoss
}

/// An autoencoder after some number of steps.
public struct AutoencoderSnapshot: Sendable, Hashable {
  public let step: Int
  public let autoencoder: SparseAutoencoder
}

extension TrainedAutoencoder: CustomStringConvertible {
  public var description: String {
    "\(autoencoder), instance \(instance) of seed \(seed): \(alive.count) alive"
  }
}

extension AutoencoderKind {
  /// Trains `instances` autoencoders that differ only in their random numbers, each on a separate
  /// thread. Equal seeds give equal results on any number of threads.
  ///
  ///     let model = try ReLUOutputModel(hidden: 2).train(on: features)[0]
  ///     let trained = try AutoencoderKind.standard().train(on: Activations(of: model), latents: 5)
  ///
  /// Throws `AutoencoderError` or `ToyLibError` for invalid parameters, `CancellationError` when
  /// `Cancellation` is requested.
  public func train(
    on activations: Activations, latents: Int, instances: Int = 1, seed: UInt64 = 0,
    training: AutoencoderTraining = AutoencoderTraining()
  ) throws -> [TrainedAutoencoder] {
    try AutoencoderError.require(instances >= 1, "instances", instances, "at least 1")
    return try SuperposeAutoencoders.train(
      (0..<instances).map {
        AutoencoderTask(self, on: activations, latents: latents, instance: $0)
      },
      seed: seed, training: training)
  }
}

/// One autoencoder to be trained.
public struct AutoencoderTask: Sendable {
  public var kind: AutoencoderKind
  public var activations: Activations
  public var latents: Int
  /// Its number in the run. Seed and number determine its random numbers.
  public var instance: Int
  /// The autoencoder before training; `nil` for a random one.
  public var start: SparseAutoencoder?

  /// Starts from a random autoencoder.
  public init(
    _ kind: AutoencoderKind, on activations: Activations, latents: Int, instance: Int = 0
  ) {
    self.kind = kind
    self.activations = activations
    self.latents = latents
    self.instance = instance
  }

  /// Starts from a given autoencoder.
  public init(_ start: SparseAutoencoder, on activations: Activations, instance: Int = 0) {
    self.init(start.kind, on: activations, latents: start.latents, instance: instance)
    self.start = start
  }
}

extension TrainedAutoencoder: TrainedResult {
  /// A hash of ``dictionary``.
  public var fingerprint: String {
    var fingerprint = Fingerprint()
    fingerprint.add(dictionary.elements)
    return fingerprint.hexadecimal
  }
}

/// Trains autoencoders of any kinds and sizes, one per core at a time.
public func train(
  _ tasks: [AutoencoderTask], seed: UInt64 = 0,
  training: AutoencoderTraining = AutoencoderTraining()
) throws -> [TrainedAutoencoder] {
  try training.validate()
  UsedRecipes.note(training)
  return try concurrentResults(tasks.count) { try tasks[$0].trained(seed: seed, training: training) }
}

extension AutoencoderTask {
  fileprivate func trained(seed: UInt64, training: AutoencoderTraining) throws -> TrainedAutoencoder {
    let autoencoder =
      try start
      ?? SparseAutoencoder(
        kind, inputs: activations.dimensions, latents: latents, seed: seed, instance: instance)
    try AutoencoderError.require(
      autoencoder.inputs == activations.dimensions, "the start's inputs", autoencoder.inputs,
      "the \(activations.dimensions) dimensions of the activations")
    let key = RandomKey(seed: seed, instance: instance)
    return try AutoencoderRun(autoencoder, on: activations, key: key, training: training).trained()
  }
}
