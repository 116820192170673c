internal import Foundation
internal import Synchronization
public import ToyLib

/// An autoencoder, with everything that made it.
public struct TrainedAutoencoder: Sendable {
  public let autoencoder: SparseAutoencoder
  /// What it was trained on.
  public let source: Activations
  /// The run's seed.
  public let seed: UInt64
  /// Its number in the run.
  public let instance: Int
  /// Losses on the way.
  public let history: [AutoencoderRecord]
  /// The autoencoders at the steps that the run was asked to keep.
  public let snapshots: [AutoencoderSnapshot]
  /// The loss on 65,536 fresh activations, about.
  public let evaluation: AutoencoderLoss

  /// The latents that are active in some of the fresh activations.
  public var alive: [Int] { evaluation.activity.indices.filter { evaluation.activity[$0] > 0 } }

  /// The decoder rows of the latents that are alive, shape [alive, inputs].
  public var dictionary: Matrix {
    let decoder = autoencoder.decoder
    let alive = alive
    return Matrix(rows: alive.count, columns: decoder.columns) { decoder[alive[$0], $1] }
  }
}

/// A loss on the way, on the batch of a step.
public struct AutoencoderRecord: Sendable, Hashable {
  public let step: Int
  public let loss: AutoencoderLoss
}

/// An autoencoder as it was after some steps.
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
  /// Trains `instances` autoencoders that differ in their random numbers only, each on a thread of
  /// its own; the same for the same seed on any number of threads.
  ///
  ///     let model = try ReLUOutputModel(hidden: 2).train(on: features)[0]
  ///     let trained = try AutoencoderKind.standard().train(on: Activations(of: model), latents: 5)
  ///
  /// Throws `AutoencoderError` or `ToyLibError` for parameters that make no sense,
  /// `CancellationError` when `Cancellation` is requested.
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
  /// With the seed, which random numbers it sees.
  public var instance: Int

  public init(
    _ kind: AutoencoderKind, on activations: Activations, latents: Int, instance: Int = 0
  ) {
    self.kind = kind
    self.activations = activations
    self.latents = latents
    self.instance = instance
  }
}

/// Trains autoencoders of any kinds and sizes, as many at a time as there are cores.
public func train(
  _ tasks: [AutoencoderTask], seed: UInt64 = 0,
  training: AutoencoderTraining = AutoencoderTraining()
) throws -> [TrainedAutoencoder] {
  try training.validate()
  UsedRecipes.note(training)
  let results = Mutex([Result<TrainedAutoencoder, any Error>?](repeating: nil, count: tasks.count))
  DispatchQueue.concurrentPerform(iterations: tasks.count) { index in
    let result = Result { try tasks[index].trained(seed: seed, training: training) }
    results.withLock { $0[index] = result }
  }
  return try results.withLock(\.self).compactMap { try $0?.get() }
}

extension AutoencoderTask {
  fileprivate func trained(seed: UInt64, training: AutoencoderTraining) throws -> TrainedAutoencoder
  {
    let autoencoder = try SparseAutoencoder(
      kind, inputs: activations.dimensions, latents: latents, seed: seed, instance: instance)
    let key = RandomKey(seed: seed, instance: instance)
    return try AutoencoderRun(autoencoder, on: activations, key: key, training: training).trained()
  }
}
